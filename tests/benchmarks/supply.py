"""A made-up but realistic supply network: what happens day by day, as events over lots and places.

Farms harvest fields, coolers cool a farm's day, packers pack crops into lots, plants mix lots into new ones, centres
send lots to stores by the truck. Sizes are skewed everywhere. One in ten deliveries to a store is recorded by the
sender alone, one in a hundred is a case short, a few come back, and some of a plant's product goes into its next batch.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from random import Random

from engine.clock import epoch_day
from engine.fsma import gs1
from tests.benchmarks.places import Map, Place, lay_out

FIRST_DAY = epoch_day(date(2026, 3, 1))
_UNREPORTED, _RETURNED, _REWORKED, _SHORT = 0.1, 0.005, 0.03, 0.01
_SHELF_DAYS = 4


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot. no: from 0. gtin and number are empty for crops, which no code names before packing."""

    no: int
    maker: Place
    made: int
    field: str = ""
    gtin: str = ""
    number: str = ""

    @property
    def is_crop(self) -> bool:
        return not self.gtin


Stock = tuple[Lot, Place]


@dataclass(frozen=True, slots=True)
class Event:
    """One critical tracking event.

    no: from 0. day: epoch day. lot: the one it speaks of. other: the other party's place. tails, heads: what flows
    in and out. paper: number of its document; all lots of a truck share one. cooled_at: where a packing's crops were.
    """

    no: int
    kind: str
    day: int
    lot: Lot
    place: Place
    other: Place | None
    quantity: int
    tails: tuple[Stock, ...]
    heads: tuple[Stock, ...]
    paper: str
    cooled_at: Place | None = None

    @property
    def recorder(self) -> int:
        """The firm whose record it is."""
        return self.place.firm


def network(events: int, seed: int = 7) -> tuple[Map, Iterator[Event]]:
    """The map and exactly so many events, the same for the same seed; events come as they are drawn."""
    random = Random(seed)
    ground = lay_out(events, random)
    return ground, islice(_Trade(ground, random).run(), events)


class _Trade:
    """What goes on, one day after another."""

    def __init__(self, ground: Map, random: Random):
        self._map = ground
        self._random = random
        self._events, self._lots = count(), count()
        self._day = FIRST_DAY
        # Place -> (day it is there, lot).
        self._here: dict[Place, list[tuple[int, Lot]]] = {place: [] for place in ground.places}
        self._cooled: dict[Place, list[tuple[Lot, Place]]] = {place: [] for place in ground.of("packer")}

    def run(self) -> Iterator[Event]:
        while True:
            for centre in self._map.of("centre"):
                yield from self._deliver(centre)
            for plant in self._map.of("plant"):
                yield from self._mix(plant)
            for packer in self._map.of("packer"):
                yield from self._pack(packer)
            for farm in self._map.of("farm"):
                yield from self._harvest(farm)
            self._day += 1

    def _event(self, kind: str, lot: Lot, place: Place, other: Place | None, tails: list[Stock], heads: list[Stock],
               paper: str = "", day: int | None = None, cooled_at: Place | None = None,
               quantity: int | None = None) -> Event:
        no = next(self._events)
        return Event(no, kind, self._day if day is None else day, lot, place, other,
                     quantity or self._random.randint(2, 400), tuple(tails), tuple(heads),
                     paper or f"{kind[:3].upper()} {no}", cooled_at)

    def _skewed(self, most: int) -> int:
        """1 to `most`, mostly few."""
        return min(most, int(self._random.paretovariate(1.1)))

    def _share(self, place: Place, most: int) -> int:
        """A day's number of lots: as large as the place, and never none."""
        return max(1, round(most * place.weight * self._random.uniform(0.6, 1.4)))

    def _harvest(self, farm: Place) -> Iterator[Event]:
        cooler = self._map.cooler_of[farm]
        crops = [Lot(next(self._lots), farm, self._day, f"Field {n + 1}") for n in range(self._skewed(3))]
        packer = self._random.choice(self._map.packers_of[farm])
        for crop in crops:
            yield self._event("harvesting", crop, farm, cooler, [], [(crop, farm)])
        yield self._event("cooling", crops[0], cooler, packer, [(c, farm) for c in crops], [(c, cooler) for c in crops])
        self._cooled[packer] += [(crop, cooler) for crop in crops]

    def _pack(self, packer: Place) -> Iterator[Event]:
        came, self._cooled[packer] = self._cooled[packer], []
        for cooler in dict.fromkeys(cooler for _, cooler in came):
            crops = [crop for crop, at in came if at == cooler]
            while crops:
                used = [crops.pop() for _ in range(min(len(crops), self._random.randint(1, 3)))]
                tails = [(crop, place) for crop in used for place in (crop.maker, cooler)]
                for _ in range(self._share(packer, 3)):
                    lot = self._new_lot(packer)
                    yield self._event("initial_packing", lot, packer, None, tails, [(lot, packer)], cooled_at=cooler)
                    buyers = self._map.of("plant") + self._map.of("centre")
                    for buyer in self._some(buyers, self._skewed(3)):
                        yield from self._move(lot, packer, buyer)

    def _mix(self, plant: Place) -> Iterator[Event]:
        ready = self._fresh(plant)
        for _ in range(self._share(plant, 4) if ready else 0):
            used = self._random.sample(ready, min(len(ready), self._random.randint(2, 4)))
            lot = self._new_lot(plant)
            yield self._event("transformation", lot, plant, None, [(u, plant) for u in used], [(lot, plant)])
            if self._random.random() < _REWORKED:
                self._here[plant].append((self._day + 1, lot))
            for centre in self._some(self._map.of("centre"), self._skewed(4)):
                yield from self._move(lot, plant, centre)

    def _deliver(self, centre: Place) -> Iterator[Event]:
        """A truck to each store of the round, with every lot that goes there."""
        stores = self._map.stores_of[centre]
        ready = self._fresh(centre)
        self._here[centre] = [(day, lot) for day, lot in self._here[centre] if day > self._day]
        loads: dict[Place, list[Lot]] = {}
        for lot in ready:
            for store in self._random.sample(stores, min(len(stores), self._skewed(10) * 4)):
                loads.setdefault(store, []).append(lot)
        for store in sorted(loads, key=lambda place: place.no):
            for lot in loads[store]:
                yield from self._move(lot, centre, store, f"BOL {centre.no}-{store.no}-{self._day}", 0)
                if self._random.random() < _RETURNED:
                    yield from self._move(lot, store, centre, days=1)

    def _move(self, lot: Lot, source: Place, target: Place, paper: str = "", days: int = 1) -> Iterator[Event]:
        tail, head = [(lot, source)], [(lot, target)]
        paper = paper or f"BOL {lot.no}-{target.no}"
        shipped = self._event("shipping", lot, source, target, tail, head, paper)
        yield shipped
        if target.kind != "store" or self._random.random() >= _UNREPORTED:
            received = shipped.quantity - (self._random.random() < _SHORT)
            yield self._event("receiving", lot, target, source, tail, head, paper, self._day + days, quantity=received)
        if target.kind in ("plant", "centre"):
            self._here[target].append((self._day + max(days, 1), lot))

    def _fresh(self, place: Place) -> list[Lot]:
        """Lots that are there, each once; what is past its days is thrown away."""
        self._here[place] = [(day, lot) for day, lot in self._here[place] if day + _SHELF_DAYS > self._day]
        return list(dict.fromkeys(lot for day, lot in self._here[place] if day <= self._day))

    def _some(self, places: tuple[Place, ...], many: int) -> list[Place]:
        """Different places, large ones sooner."""
        picked = self._random.choices(places, [place.weight for place in places], k=many)
        return list(dict.fromkeys(picked))

    def _new_lot(self, maker: Place) -> Lot:
        no = next(self._lots)
        product = self._random.randint(0, 4)
        gtin = gs1.with_check_digit(f"1{maker.gln[:4]}{maker.no:06d}{product:02d}")
        return Lot(no, maker, self._day, gtin=gtin, number=f"L{no:07d}")
