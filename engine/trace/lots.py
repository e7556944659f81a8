"""Lots as a caller may know them: found by code, GTIN or lot number, through the records in view or its catalogue."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from engine.catalogue.entries import LotFacts
from engine.catalogue.forms import LotStatus
from engine.clock import epoch_day, from_epoch_day
from engine.errors import NotFound
from engine.fsma import tlc
from engine.fsma.cte_types import KINDS
from engine.fsma.descriptions import LocationDescription
from engine.fsma.records import Record, from_json
from engine.graph import Graph
from engine.identity import LotRef, View

_ASSIGNING = [str(cte_type) for cte_type, kind in KINDS.items() if kind.creates_lot]


@dataclass(frozen=True)
class LotSummary:
    """A lot, what the visible records say of it, and what the viewer's catalogue says.

    tlc: as a record that assigned it spells it, else as the earliest does; None before packing.
    tlc_source: the place that record states. records: how many visible records stand.
    first_on, last_on: dates of the earliest and the latest of them. product_id, brand_id: of the viewer's own
    product of the lot's GTIN.
    """

    id: str
    kind: str
    tlc: str | None
    gtin: str | None
    lot_number: str | None
    product_name: str | None
    tlc_source: LocationDescription | None
    records: int
    first_on: date | None
    last_on: date | None
    product_id: str | None
    brand_id: str | None
    facts: LotFacts = field(default_factory=LotFacts)


@dataclass(frozen=True)
class LotQuery:
    """What lots to look for. code: a traceability lot code in any spelling. gtins: 14 digits each, any of them.

    status, unprinted, expires_from, expires_to: by what the viewer's catalogue says; a lot it says nothing of is active
    and has no label and no date.
    """

    code: str | None = None
    gtins: tuple[str, ...] | None = None
    lot_number: str | None = None
    newest_first: bool = True
    status: LotStatus | None = None
    unprinted: bool = False
    expires_from: date | None = None
    expires_to: date | None = None

    def params(self) -> dict[str, Any]:
        """The parameters of the catalogue's filters."""
        return {"status": self.status.value if self.status else None, "unprinted": self.unprinted,
                "from": _number(self.expires_from), "to": _number(self.expires_to)}


class Lots:
    """Finds lots of which a caller may see at least one record, and those its catalogue holds.

    A query by code, GTIN or lot number looks at the lots of that index entry only: 3 ms for one among 300,000, 120 ms
    for 15,000 of one GTIN. Without one it walks the records in the caller's view, whatever else the graph holds:
    13 ms for 300, 1.3 s for 150,000.
    """

    def __init__(self, graph: Graph):
        self._graph = graph

    def find(self, view: View, query: LotQuery, skip: int, limit: int) -> tuple[list[LotSummary], int]:
        """One page of lots by when the viewer came to know of them, and how many there are in all."""
        name, params = _statement(query)
        direction = -1 if query.newest_first else 1

        def read(tx: Any) -> tuple[list[dict], int]:
            found = tx.one(name, **params, **query.params(), **view.params(), direction=direction, skip=skip,
                           limit=limit)
            rows = tx.run("lots/details", lots=found["lots"], assigning=_ASSIGNING, **view.params())
            return rows, found["total"]

        rows, total = self._graph.reading(read)
        return [_summary(row) for row in rows], total

    def one(self, view: View, lot: LotRef) -> LotSummary:
        """A lot that the viewer may know of. Raises NotFound where it has gone meanwhile."""
        rows = self._graph.read("lots/details", lots=[lot.no], assigning=_ASSIGNING, **view.params())
        if not rows:
            raise NotFound
        return _summary(rows[0])


def _statement(query: LotQuery) -> tuple[str, dict[str, Any]]:
    gtins = None if query.gtins is None else sorted(query.gtins)
    if query.code is not None:
        code = tlc.parse(query.code).match
        return "lots/of_code", {"code": code, "gtins": gtins, "lot_number": query.lot_number}
    if query.lot_number is not None:
        return "lots/of_number", {"lot_number": query.lot_number, "gtins": gtins}
    if gtins is not None:
        return "lots/of_gtin", {"gtins": gtins}
    return "lots/seen", {}


def _summary(row: dict[str, Any]) -> LotSummary:
    record = from_json(orjson.loads(row["record"])) if row["record"] else None
    code, product, source = _told(record, row["own"], row["code"])
    # As this viewer spells it: whoever made the node may have written it in another case.
    spelled = (row["held"] or {}).get("lot_number") or (code.lot if code else None) or row["lot_number"]
    told = code.raw if code else None
    if record is None and row["held"]:
        told, product = f"(01){row['gtin']}(10){spelled}" if row["gtin"] else row["code"], row["product"]
    return LotSummary(
        row["id"], row["kind"], told, row["gtin"], spelled if row["lot_number"] else None, product, source,
        row["records"], _day(row["first_on"]), _day(row["last_on"]), row["product_id"], row["brand_id"],
        LotFacts.of(row["held"]),
    )


def _told(record: Record | None, own: bool, match: str | None) -> tuple[tlc.LotCode | None, str | None,
                                                                       LocationDescription | None]:
    """Code, product name and TLC source, from a record of the lot or from one that used it up."""
    if record is None:
        return None, None, None
    if own:
        code = record.lot_code
        return code, record.food_name, record.stated_source if code else None
    for used in getattr(record, "inputs", ()):
        if used.lot_code and used.lot_code.match == match:
            product = used.input_product.product_name if used.input_product else None
            return used.lot_code, product, used.tlc_source
    return None, None, None


def _number(day: date | None) -> int | None:
    return None if day is None else epoch_day(day)


def _day(days: int | None) -> date | None:
    return None if days is None else from_epoch_day(days)
