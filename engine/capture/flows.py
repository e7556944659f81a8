"""What flows through a record: the projection of one critical tracking event on lots and places."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.capture.places import plain
from engine.fsma.cte_types import CteType
from engine.fsma.other.kinds import OtherType
from engine.fsma.other.records import OneUpOneBack
from engine.fsma.records import Packing, Received, Record

COOLED_WITHIN_DAYS = 7

_SEED_PARTIES = (
    # role, codes of the seed lot at that party, date that tells its lots apart where no code was assigned
    ("seed_grower_location", (), "seed_harvest_date"),
    ("seed_conditioner_location", ("seed_conditioner_lot_code",), "seed_conditioning_date"),
    ("seed_packinghouse_location", ("seed_packinghouse_lot_code",), "seed_packing_date"),
    ("seed_repacker_location", ("seed_repacker_lot_code",), "seed_repacking_date"),
    ("seed_supplier_location", ("seed_supplier_sub_lot_code", "seed_supplier_master_lot_code"), "seed_receipt_date"),
)


@dataclass(frozen=True, order=True)
class LotRef:
    """A lot by its key. kind: packed, crop, seed or provisional. source: number of its TLC source, if it has one."""

    key: str
    kind: str
    match: str | None = None
    gtin: str | None = None
    lot_number: str | None = None
    source: int | None = None


@dataclass(frozen=True, order=True)
class Stock:
    """A lot at a place, with how much of it a record moved."""

    lot: LotRef
    place: int
    quantity: float | None = field(default=None, compare=False)
    unit: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Flows:
    """What a record draws: from `tails` through the event to `heads`; `lot` is the lot it speaks of."""

    lot: LotRef | None
    tails: tuple[Stock, ...] = ()
    heads: tuple[Stock, ...] = ()


@dataclass
class Statement:
    """A record with its places resolved.

    key: content key. places: role -> place number, for every place the record names and that could be resolved.
    source: number of the TLC source it states. parties: organizations that operate its counterparts.
    """

    key: str
    recorder: int
    record: Record
    places: dict[str, int]
    source: int | None = None
    parties: tuple[int, ...] = ()

    def blocks(self) -> Iterator[tuple[str, Received]]:
        """The received blocks of a packing record, each with its role prefix."""
        for i, block in enumerate(self.record.received if isinstance(self.record, Packing) else ()):
            yield f"received[{i}].", block


@dataclass(frozen=True)
class Resolved:
    """The lots a record means: the one it speaks of, those its inputs name, the crops it cooled."""

    lot: LotRef | None
    inputs: Mapping[int, list[LotRef]] = field(default_factory=dict)
    crops: tuple[LotRef, ...] = ()


def flows(statement: Statement, resolved: Resolved) -> Flows:
    """The flows of one record; places it does not name draw nothing."""
    record, places, lot = statement.record, statement.places, resolved.lot
    match record.cte_type:
        case CteType.HARVESTING:
            return _flows(lot, heads=[(lot, places.get("harvest_farm"), record.quantity, record.unit_of_measure)])
        case CteType.COOLING:
            return _flows(
                resolved.crops[0],
                tails=[(crop, places.get("harvest_farm"), None, None) for crop in resolved.crops],
                heads=[(crop, places.get("cooling_location"), None, None) for crop in resolved.crops],
            )
        case CteType.SHIPPING:
            moved = (record.quantity, record.unit_of_measure)
            return _flows(lot, tails=[(lot, places.get("ship_from_location"), *moved)],
                          heads=[(lot, places.get("ship_to_location"), *moved)])
        case CteType.RECEIVING | CteType.RECEIVING_EXEMPT_SOURCE:
            moved = (record.quantity, record.unit_of_measure)
            return _flows(lot, tails=[(lot, places.get("immediate_previous_source"), *moved)],
                          heads=[(lot, places.get("receiving_location"), *moved)])
        case CteType.TRANSFORMATION:
            plant = places.get("transformation_location")
            return _flows(lot, heads=[(lot, plant, record.quantity, record.unit_of_measure)], tails=[
                (used, plant, record.inputs[i].input_quantity_used, record.inputs[i].input_unit_of_measure)
                for i, choices in sorted(resolved.inputs.items()) for used in choices
            ])
        case OtherType.ONE_UP_ONE_BACK:
            return _passed_on(lot, record, places)
        case OtherType():
            return Flows(None)
        case CteType.FIRST_LAND_BASED_RECEIVING:
            return _flows(lot, heads=[(lot, places.get("first_receiver_location"), record.quantity,
                                       record.unit_of_measure)])
        case _:
            return _flows(lot, tails=[*_crops_received(statement), *_seeds(statement)], heads=[
                (lot, places.get("packing_location"), record.quantity_packed, record.unit_of_measure_packed)])


def _passed_on(lot: LotRef | None, record: OneUpOneBack, places: dict[str, int]) -> Flows:
    """From the previous source through the own place to the next recipient, as far as they are named."""
    moved = (record.quantity, record.unit_of_measure)
    here, before, after = (places.get(role) for role in ("location", "previous_source", "next_recipient"))
    return _flows(lot, tails=[(lot, before, *moved), (lot, None if after is None else here, *moved)],
                  heads=[(lot, None if before is None else here, *moved), (lot, after, *moved)])


def crop(farm: int, area: str | None, harvested: date | None, commodity: str | None) -> LotRef:
    """The implicit lot of a crop before packing: farm, field or container, harvest date and commodity."""
    return LotRef(f"crop:{farm}:{plain(area)}:{harvested or ''}:{plain(commodity)}", "crop")


def block_crop(statement: Statement, role: str, block: Received) -> LotRef | None:
    """The crop a received block names, or None where it names no farm."""
    farm = statement.places.get(f"{role}harvest_farm")
    if farm is None:
        return None
    return crop(farm, block.growing_area_name or block.aquaculture_container_name, block.harvest_date,
                block.commodity_received)


def harvested_crop(statement: Statement) -> LotRef | None:
    """The crop a harvesting record brings in."""
    record, farm = statement.record, statement.places.get("harvest_farm")
    if farm is None:
        return None
    return crop(farm, record.growing_area_name or record.aquaculture_container_name, record.harvest_date,
                record.commodity)


def cooled_crops(statement: Statement, evidence: Iterable[Statement]) -> tuple[LotRef, ...]:
    """The crops a cooling record cooled.

    Those a packing record says were cooled there that day; failing that, all of that farm, commodity and variety
    harvested in the 7 days before; failing that, one crop of unknown field and harvest.
    """
    record, farm = statement.record, statement.places.get("harvest_farm")
    cooler, commodity = statement.places.get("cooling_location"), plain(record.commodity)
    told: set[LotRef] = set()
    near: set[LotRef] = set()
    for other in evidence:
        for role, block in other.blocks():
            if other.places.get(f"{role}harvest_farm") != farm or plain(block.commodity_received) != commodity:
                continue
            found = block_crop(other, role, block)
            if other.places.get(f"{role}cooling_location") == cooler and block.cooling_date == record.on:
                told.add(found)
            if _near(block.harvest_date, record.on) and _same(block.variety_received, record.variety):
                near.add(found)
        if (other.record.cte_type is CteType.HARVESTING and other.places.get("harvest_farm") == farm
                and plain(other.record.commodity) == commodity
                and _near(other.record.harvest_date, record.on) and _same(other.record.variety, record.variety)):
            near.add(harvested_crop(other))
    return tuple(sorted(told or near)) or (crop(farm or 0, None, None, f"{record.commodity} cooled {record.on}"),)


def _near(harvested: date | None, cooled: date) -> bool:
    return harvested is not None and 0 <= (cooled - harvested).days <= COOLED_WITHIN_DAYS


def _same(one: str | None, other: str | None) -> bool:
    return not one or not other or plain(one) == plain(other)


def _crops_received(statement: Statement) -> Iterator[tuple]:
    for role, block in statement.blocks():
        found = block_crop(statement, role, block)
        if found is None:
            continue
        amount = (block.quantity_received, block.unit_of_measure_received)
        cooler = statement.places.get(f"{role}cooling_location")
        # The amount stands on the last leg only, so that adding up what came in counts it once.
        yield found, statement.places[f"{role}harvest_farm"], *(amount if cooler is None else (None, None))
        if cooler is not None:
            yield found, cooler, *amount


def _seeds(statement: Statement) -> Iterator[tuple]:
    record = statement.record
    for role, codes, dated in _SEED_PARTIES:
        place = statement.places.get(role)
        if place is None:
            continue
        code = next((c for c in (getattr(record, name, None) for name in codes) if c), None)
        told = plain(code) or f"{getattr(record, dated, None) or ''}:{plain(record.seed_type_or_taxonomic_name)}"
        yield LotRef(f"seed:{place}:{told}", "seed", match=code), place, None, None


def _flows(lot: LotRef | None, *, tails: Iterable[tuple] = (), heads: Iterable[tuple] = ()) -> Flows:
    return Flows(lot, _stocks(tails), _stocks(heads))


def _stocks(ends: Iterable[tuple]) -> tuple[Stock, ...]:
    """One stock a lot and place; amounts of the same unit named twice add up."""
    found: dict[Stock, Stock] = {}
    for lot, place, quantity, unit in ends:
        if lot is None or place is None:
            continue
        amount = None if quantity is None else float(quantity)
        stock = Stock(lot, place, amount, unit)
        before = found.get(stock)
        if before is not None and before.unit == unit and None not in (before.quantity, amount):
            stock = Stock(lot, place, before.quantity + amount, unit)
        found[stock] = stock
    return tuple(sorted(found.values()))
