"""The lists of an answer: sorted as numbers, called by name where shown."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import inf
from typing import Any, Generic, TypeVar

from engine.clock import from_epoch_day
from engine.errors import Invalid
from engine.graph import Transaction
from engine.trace import ends
from engine.trace.details import Details, EventDetail
from engine.trace.entries import EventEntry, InferredEntry, LocationEntry, LotEntry
from engine.trace.found import Found
from engine.trace.question import Direction, Scope
from engine.trace.worst_case import Link, Reason

T = TypeVar("T")
ORDERINGS = ("depth", "-depth", "tlc", "-tlc", "date", "-date")


class List(StrEnum):
    """The lists of an answer."""

    LOTS = "lots"
    LOCATIONS = "locations"
    EVENTS = "events"
    INFERRED = "inferred"
    ENDS = "ends"


@dataclass(frozen=True)
class Part(Generic[T]):
    """Some rows of a list of `total`."""

    rows: list[T]
    total: int


class Listing:
    """Reads parts of the lists of one answer inside one transaction.

    codes: lot number -> (id, code for sorting). ordering: one of ORDERINGS; each list heeds those that mean
    something for it.
    """

    def __init__(self, tx: Transaction, found: Found, scope: Scope, ordering: str | None = None):
        if ordering is not None and ordering not in ORDERINGS:
            raise Invalid(details=[{"loc": ["query", "ordering"], "type": "enum",
                                    "msg": f"Choose one of {', '.join(ORDERINGS)}."}])
        self._tx = tx
        self._found = found
        self._details = Details(tx, scope)
        self._windowed = scope.is_windowed
        self._by = (ordering or "").removeprefix("-")
        self._reverse = (ordering or "").startswith("-")

    def part(self, name: List, skip: int, size: int) -> Part[Any]:
        """Rows skip to skip + size of a list."""
        numbers, read = self._lists()[name]
        return Part(read(numbers[skip:skip + size]) if numbers[skip:skip + size] else [], len(numbers))

    def _lists(self) -> dict[List, tuple[list, Callable[[list], list]]]:
        return {
            List.LOTS: (self._lots_in_order, self._lots),
            List.LOCATIONS: (self._places_in_order, self._locations),
            List.EVENTS: (self._events_in_order, self._events),
            List.INFERRED: (self._found.links, self._inferred),
            List.ENDS: (self._found.ends, self._ends),
        }

    @cached_property
    def _codes(self) -> dict[int, tuple[str, str]]:
        lots = self._found.lots.keys() | set(self._found.event_lot.values())
        row = self._tx.one("trace/lot_codes", lots=sorted(lots))
        return {no: (id_, code) for no, id_, code in zip(row["lots"], row["ids"], row["codes"], strict=True)}

    def _code(self, lot: int | None) -> str:
        return self._codes.get(lot, ("", ""))[1]

    @cached_property
    def _lots_in_order(self) -> list[int]:
        by_code = self._by == "tlc"

        def key(no: int) -> tuple:
            depth = self._found.lots[no].depth
            return (self._code(no), depth, no) if by_code else (depth, self._code(no), no)

        return sorted(self._found.lots, key=key, reverse=self._turned("tlc", "depth"))

    @cached_property
    def _places_in_order(self) -> list[int]:
        return sorted(self._found.places, key=lambda no: (self._found.places[no].depth, no),
                      reverse=self._turned("depth"))

    @cached_property
    def _events_in_order(self) -> list[int]:
        by_code = self._by == "tlc"

        def key(no: int) -> tuple:
            day = self._found.days[no]
            day, code = inf if day is None else day, self._code(self._found.event_lot.get(no))
            return (code, day, no) if by_code else (day, code, no)

        return sorted(self._found.events, key=key, reverse=self._turned("tlc", "date"))

    def _turned(self, *heeded: str) -> bool:
        return self._reverse and self._by in heeded

    def _lots(self, numbers: list[int]) -> list[LotEntry]:
        details = self._details.lots(numbers)
        return [
            LotEntry(lot.id, lot.kind, lot.tlc, lot.gtin, lot.lot_number, lot.product_name, lot.tlc_source,
                     lot.tlc_source_reference, self._found.lots[no].depth, self._found.lots[no].ring)
            for no in numbers if (lot := details.get(no))
        ]

    def _locations(self, numbers: list[int]) -> list[LocationEntry]:
        details = self._details.places({no: self._found.stocks_at[no] for no in numbers})
        return [
            LocationEntry(place.id, place.description, self._found.places[no].depth, self._found.places[no].ring)
            for no in numbers if (place := details.get(no))
        ]

    def _events(self, numbers: list[int]) -> list[EventEntry]:
        details = self._details.events(numbers)
        return [event_entry(event, self._found.events[no]) for no in numbers if (event := details.get(no))]

    def _inferred(self, links: list[tuple[Direction, Link]]) -> list[InferredEntry]:
        of, at = self._found.lot_of, self._found.place_of
        stocks = {stock for _, link in links for stock in (link.from_stock, link.to_stock)}
        places = self._details.places({at[stock]: () for stock in stocks})
        return [
            InferredEntry(
                direction, link.reason, _EXPLAINED[link.reason],
                self._codes[of[link.from_stock]][0], self._codes[of[link.to_stock]][0],
                places[at[link.from_stock]].id, places[at[link.to_stock]].id,
                None if link.from_day is None else from_epoch_day(link.from_day),
                None if link.to_day is None else from_epoch_day(link.to_day),
            )
            for direction, link in links
        ]

    def _ends(self, found: list) -> list:
        return ends.describe(self._details, found, self._found.lot_of, self._found.place_of, self._windowed)


def event_entry(event: EventDetail, ring: Any) -> EventEntry:
    """An event as an answer shows it."""
    row, record = event.row, event.record
    return EventEntry(
        record_id=event.id, event_id=record.event_id, cte_type=row["cte_type"],
        date=None if row["on"] is None else from_epoch_day(row["on"]), lot_id=row["lot_id"], tlc=row["tlc"],
        product_name=record.food_name, from_ids=row["from_ids"], to_ids=row["to_ids"],
        quantity=record.quantity_of_lot, unit_of_measure=record.unit_of_lot,
        reference_documents=record.reference_documents, recorded_by=row["recorded_by"], document=row["document"],
        position=row["position"], claim=row["claim"], ring=ring,
    )


_EXPLAINED = {
    Reason.CONTACT: "Both lots were at this place within the contact window.",
    Reason.UNRECORDED_MOVEMENT: "The lot was at both places, and no record shows how it moved.",
    Reason.SAME_CODE: "Both carry the same traceability lot code, and the source of one is not stated.",
}
