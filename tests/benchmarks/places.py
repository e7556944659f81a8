"""The firms of a made-up supply network and where they work."""

from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import Any

from engine.fsma import gs1

# Facilities of a network of 30,000 events; others grow and shrink with the root of their size, the rest is time.
_EVENTS = 30_000
_AT_THAT_SIZE = {"farm": 40, "cooler": 6, "packer": 10, "plant": 5, "centre": 6, "store": 240}
_CHAINS = 3
_TOWNS = (
    ("Salinas", "CA", "93901"), ("Yuma", "AZ", "85364"), ("Aurora", "CO", "80011"), ("Topeka", "KS", "66604"),
    ("Kansas City", "MO", "64120"), ("Dalton", "GA", "30720"), ("Toledo", "OH", "43604"), ("Reno", "NV", "89502"),
)
_NAMES = {
    "farm": "Long Meadow Farm", "cooler": "North Vale Cooling", "packer": "Red Barn Packing",
    "plant": "Millstream Fresh Cuts", "centre": "Harvest Lane Markets - Centre",
    "store": "Harvest Lane Markets - Store",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A facility. no: from 0, in the order of `Map.places`. weight: how much goes through it beside its like."""

    no: int
    kind: str
    firm: int
    number: int
    weight: float

    @property
    def name(self) -> str:
        return f"{_NAMES[self.kind]} {self.number + 1}"

    @property
    def phone(self) -> str:
        return f"+1 316 555 {self.no % 10_000:04d}"

    @property
    def gln(self) -> str:
        return gs1.with_check_digit(f"9521{self.no:08d}")

    def description(self) -> dict[str, Any]:
        """As its recorder describes it in JSON."""
        city, state, postal = _TOWNS[self.no % len(_TOWNS)]
        return {
            "business_name": self.name, "phone": self.phone,
            "street_address": f"{100 + self.no} County Road {self.number}",
            "city": city, "state_region": state, "postal_code": postal, "country": "US", "gln": self.gln,
        }  # fmt: skip


@dataclass(frozen=True)
class Map:
    """All places, who owns them, and who usually deals with whom.

    cooler_of, packer_of: by farm. stores_of: by centre. firms: how many there are.
    """

    places: tuple[Place, ...]
    firms: int
    cooler_of: dict[Place, Place]
    packers_of: dict[Place, tuple[Place, ...]]
    stores_of: dict[Place, tuple[Place, ...]]

    def of(self, kind: str) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.kind == kind)


def lay_out(events: int, random: Random) -> Map:
    """Places for a network of about so many events. A chain owns centres and stores, everybody else one place."""
    scale = sqrt(events / _EVENTS)
    counts = {kind: max(2, round(count * scale)) for kind, count in _AT_THAT_SIZE.items()}
    chains = max(2, round(_CHAINS * scale))
    places: list[Place] = []
    firm = chains
    for kind, count in counts.items():
        for number in range(count):
            owner = number % chains if kind in ("centre", "store") else firm
            firm += kind not in ("centre", "store")
            # Zipf: the largest is many times the smallest.
            places.append(Place(len(places), kind, owner, number, 1 / (number + 1) ** 0.7))
    of = {kind: [p for p in places if p.kind == kind] for kind in counts}
    stores: dict[Place, list[Place]] = {centre: [] for centre in of["centre"]}
    for store in of["store"]:
        own = [centre for centre in of["centre"] if centre.firm == store.firm] or of["centre"]
        stores[random.choices(own, [c.weight for c in own])[0]].append(store)
    return Map(
        tuple(places), firm,
        {farm: random.choices(of["cooler"], [c.weight for c in of["cooler"]])[0] for farm in of["farm"]},
        {farm: tuple(random.sample(of["packer"], 2)) for farm in of["farm"]},
        {centre: tuple(served) for centre, served in stores.items()},
    )
