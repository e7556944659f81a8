"""Where a view ends, and whom to ask."""

from collections.abc import Iterable

from engine.fsma.cte_types import CteType
from engine.fsma.descriptions import LocationDescription
from engine.fsma.records import Harvesting, Packing, ReceivingExemptSource, Record, Transformation
from engine.trace.beside import Beside
from engine.trace.details import Details, EventDetail, LotDetail, PlaceDetail
from engine.trace.entries import EndEntry, EndKind
from engine.trace.found import End
from engine.trace.question import Direction

_HARVESTED = "Harvested here: the rule asks for no record of what came before (21 CFR 1.1325)."
_LANDED = "Landed here from a fishing vessel, which keeps no record under the rule (21 CFR 1.1305(m))."
_UNLISTED = "Made here from ingredients that are not on the Food Traceability List."
_EXEMPT = "Came from a source the rule does not apply to (21 CFR 1.1305)."
_SEED = "Seed: the packer's record names this party, and the rule asks for no record further back (21 CFR 1.1330(b))."
_HELD = "The last place this lot is known to have reached."
_NO_FARM = "The record of this event names nowhere the food came from. Ask whoever recorded it."
_NO_HARVEST = "No record shows the harvest of this crop."
_NO_COOLING = "No record shows how this crop came here before it was packed."
_NO_ORIGIN = "No record shows how this lot came here or came into being."
_DATES = " Only events within the dates asked for were followed."


def describe(details: Details, ends: Iterable[End], lot_of: dict[int, int], place_of: dict[int, int],
             windowed: bool = False) -> list[EndEntry]:
    """The ends in words.

    lot_of, place_of: by stock. windowed: the question was limited to some dates.
    """
    ends = list(ends)
    stocks = [end.stock for end in ends if end.stock is not None]
    stocks_at: dict[int, set[int]] = {}
    for stock in stocks:
        stocks_at.setdefault(place_of[stock], set()).add(stock)
    places = details.places(stocks_at)
    events = details.events(end.node for end in ends if end.stock is None)
    lots = details.lots([*(lot_of[stock] for stock in stocks),
                         *(e.row["lot"] for e in events.values() if e.row["lot"] is not None)])
    beside = {}
    for direction in {end.direction for end in ends}:
        here = [end.stock for end in ends if end.direction is direction and end.stock is not None]
        beside[direction] = Beside(details, direction, {stock: place_of[stock] for stock in here},
                                   {stock: lots[lot_of[stock]] for stock in here})
    suffix = _DATES if windowed else ""
    found = []
    for end in ends:
        if end.stock is None:
            event = events[end.node]
            if event.row["lot"] in lots:
                found.append(_event_end(end.direction, event, lots[event.row["lot"]], suffix))
        else:
            lot, place = lots[lot_of[end.stock]], places[place_of[end.stock]]
            found.append(_stock_end(end, lot, place, beside[end.direction], suffix))
    return found


def _event_end(direction: Direction, event: EventDetail, lot: LotDetail, suffix: str) -> EndEntry:
    kind, reason = _origin(event.record) if direction is Direction.BACKWARD else (EndKind.LAST_KNOWN_HOLDER, _HELD)
    ids = event.row["to_ids"] or event.row["from_ids"]
    suffix = suffix if kind is EndKind.ASK else ""
    return _entry(direction, kind, lot, ids[0] if ids else None, event.record.place, reason + suffix)


def _stock_end(end: End, lot: LotDetail, place: PlaceDetail, beside: Beside, suffix: str) -> EndEntry:
    kind, reason = _stands(end, lot, place, beside)
    if kind is not EndKind.BY_DESIGN:
        reason += beside.leads(end.stock, lot, place) + suffix
    return _entry(end.direction, kind, lot, place.id, place.description, reason)


def _stands(end: End, lot: LotDetail, place: PlaceDetail, beside: Beside) -> tuple[EndKind, str]:
    """What kind of end a stock is, and why."""
    explained = beside.explained(end.stock, lot, place)
    if explained is not None:
        return EndKind.BY_DESIGN, explained
    if end.direction is Direction.FORWARD:
        return EndKind.LAST_KNOWN_HOLDER, _HELD
    if lot.kind == "seed":
        return EndKind.BY_DESIGN, _SEED
    if any(_is_exempt_source(record, lot, place) for record in place.records):
        return EndKind.BY_DESIGN, _EXEMPT
    if lot.kind == "crop":
        return EndKind.ASK, _NO_COOLING if _is_cooler(place) else _NO_HARVEST
    return EndKind.ASK, _NO_ORIGIN


def _origin(record: Record) -> tuple[EndKind, str]:
    """How far back the rule asks for records of an event that nothing flows into."""
    match record:
        case Harvesting():
            return EndKind.BY_DESIGN, _HARVESTED
        case Transformation() if not record.inputs:
            return EndKind.BY_DESIGN, _UNLISTED
        case Packing() if record.from_exempt_source:
            return EndKind.BY_DESIGN, f"{_EXEMPT} The record names {_called(record.source_location)}."
        case ReceivingExemptSource():
            return EndKind.BY_DESIGN, _EXEMPT
        case _ if record.cte_type is CteType.FIRST_LAND_BASED_RECEIVING:
            return EndKind.BY_DESIGN, _LANDED
        case _:
            return EndKind.ASK, _NO_FARM


def _is_exempt_source(record: Record, lot: LotDetail, place: PlaceDetail) -> bool:
    if not isinstance(record, ReceivingExemptSource) or (lot.code and record.lot_code is None):
        return False
    same_lot = lot.code is None or record.lot_code.match == lot.code
    return same_lot and record.immediate_previous_source in dict(place.named(record)).values()


def _is_cooler(place: PlaceDetail) -> bool:
    roles = {role.rpartition(".")[2] for record in place.records for role, _ in place.named(record)}
    return "cooling_location" in roles and "harvest_farm" not in roles


def _called(place: LocationDescription | None) -> str:
    parts = () if place is None else (place.business_name, place.street_address, place.city, place.phone)
    return ", ".join(part for part in parts if part) or "nobody"


def _entry(direction: Direction, kind: EndKind, lot: LotDetail, location_id: str | None,
           place: LocationDescription | None, reason: str) -> EndEntry:
    place = place or LocationDescription()
    return EndEntry(direction, kind, lot.id, lot.tlc, location_id, place.business_name, place.phone, lot.tlc_source,
                    reason)
