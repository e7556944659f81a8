"""Lists of the records beside the critical tracking events."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from engine.capture.resolution import told_clue
from engine.capture.writer import OPEN
from engine.clock import epoch_day, from_epoch_day, from_epoch_ms
from engine.errors import Invalid
from engine.fsma import tlc
from engine.fsma.other.kinds import OtherType
from engine.fsma.other.records import OtherRecord, Purchase
from engine.fsma.records import from_json
from engine.graph import Graph
from engine.identity import Action, Caller, Identity
from engine.limits import Limits

ORDERINGS = {"date": "on", "recorded_at": "recorded_at", "record_type": "cte_type"}
"""Fields a list can be sorted by, each also with a leading `-` for descending, and their properties."""


@dataclass(frozen=True)
class OtherFilter:
    """Which records to list; None leaves a field open. Days are inclusive; undated records lie in no range.

    standing: True for those that stand, False for voided and corrected ones. recorded_by: id of an organization.
    """

    record_type: OtherType | None = None
    tlc: str | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    recorded_by: str | None = None
    standing: bool | None = True

    def __post_init__(self) -> None:
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise Invalid(details=[{"loc": ["query", "date_to"], "type": "date_range",
                                    "msg": "The range ends before it begins."}])


@dataclass(frozen=True)
class OtherListed:
    """A record in a list. food: what it is about. parties: who sold, sent, got or agreed. tlcs: as spelled."""

    record_id: str
    event_id: str
    record_type: OtherType
    date: dt.date | None
    food: str | None
    parties: tuple[str, ...]
    tlcs: tuple[str, ...]
    recorded_by: str
    recorded_at: dt.datetime
    superseded_at: dt.datetime | None


class OtherRecords:
    """Purchases, agreements, kill steps and one-up one-back records, as far as the caller may see."""

    def __init__(self, graph: Graph, identity: Identity, limits: Limits):
        self._graph = graph
        self._identity = identity
        self._limits = limits

    def page(self, caller: Caller, wanted: OtherFilter, ordering: str, skip: int,
             limit: int) -> tuple[list[OtherListed], int]:
        """Records of a page, and how many the filter leaves. ordering: one of ORDERINGS, "-" before it to turn it."""
        caller.require(Action.READ)
        return self._page(self._params(caller, wanted, ordering), skip, limit)

    def table(self, caller: Caller, wanted: OtherFilter, ordering: str) -> Iterator[OtherListed]:
        """All of them, a page at a time."""
        caller.require(Action.READ)
        params, size = self._params(caller, wanted, ordering), self._limits.trace_page_size

        def rows() -> Iterator[OtherListed]:
            skip, total = 0, 1
            while skip < total:
                found, total = self._page(params, skip, size)
                yield from found
                skip += size

        return rows()

    def _params(self, caller: Caller, wanted: OtherFilter, ordering: str) -> dict[str, Any]:
        return {
            **self._identity.view(caller).params(),
            "types": [str(wanted.record_type)] if wanted.record_type else [str(kind) for kind in OtherType],
            "clue": told_clue(tlc.parse(wanted.tlc).match) if wanted.tlc else None,
            "recorded_by": wanted.recorded_by, "standing": wanted.standing,
            "from": wanted.date_from and epoch_day(wanted.date_from),
            "to": wanted.date_to and epoch_day(wanted.date_to),
            "order_by": ORDERINGS[ordering.removeprefix("-")], "descending": ordering.startswith("-"),
        }

    def _page(self, params: dict[str, Any], skip: int, limit: int) -> tuple[list[OtherListed], int]:
        row = self._graph.one("others/page", skip=skip, limit=limit, **params)
        return [_listed(found) for found in row["records"]], row["total"]


def _listed(row: dict[str, Any]) -> OtherListed:
    record = from_json(orjson.loads(row["record"]))
    return OtherListed(
        row["id"], row["event_id"], OtherType(row["record_type"]),
        None if row["on"] is None else from_epoch_day(row["on"]), record.food_name, tuple(_parties(record)),
        tuple(code.raw for code in record.told_codes), row["recorded_by"], from_epoch_ms(row["recorded_at"]),
        None if row["superseded_at"] == OPEN else from_epoch_ms(row["superseded_at"]),
    )


def _parties(record: OtherRecord) -> Iterator[str]:
    if isinstance(record, Purchase):
        if record.seller[0]:
            yield record.seller[0]
        return
    for role, place in record.named_places():
        if role != "record_owner" and (name := place.business_name or (place.gln and f"GLN {place.gln}")):
            yield name
