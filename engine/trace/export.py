"""What an export needs of a trace: its records as a stream, and what is said of them as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from engine.clock import from_epoch_ms
from engine.errors import NotFound
from engine.graph import Graph, Transaction
from engine.identity import View
from engine.limits import Limits
from engine.trace import ends
from engine.trace.details import Details
from engine.trace.entries import Counts, EndEntry
from engine.trace.found import End
from engine.trace.provenance import Query, Watermark, query
from engine.trace.question import Direction, Question, Scope
from engine.trace.reach import Cut

_EVENT = -1


@dataclass(frozen=True)
class TracedRecord:
    """A record of the recorded ring. on: epoch day. document: SHA-256 of what stated it first; position: in it."""

    no: int
    id: str
    event_id: str | None
    cte_type: str
    on: int | None
    tlc: str | None
    record: dict[str, Any]
    recorded_by: str
    recorded_at: datetime
    position: int | None
    document: str | None
    document_name: str | None
    document_recorded_at: datetime | None


@dataclass(frozen=True)
class Summary:
    """An export as a whole. cut: where the list of ends was cut; the records never are."""

    lot_id: str
    direction: Direction
    counts: Counts
    ends: list[EndEntry]
    complete: bool
    cut: Cut | None
    query: Query
    watermark: Watermark
    as_known_at: datetime


def records(graph: Graph, view: View, lot: int, direction: Direction, at: int) -> Iterator[TracedRecord]:
    """Every record the view reaches, in order of date and code, as the server produces them."""
    for row in graph.stream(f"trace/records_{direction}", lot=lot, **Scope(view, at).params()):
        document = row["document"] or {}
        recorded_at = document.get("recorded_at")
        yield TracedRecord(**{
            **row, "record": orjson.loads(row["record"]), "recorded_at": from_epoch_ms(row["recorded_at"]),
            "document": document.get("sha256"), "document_name": document.get("name"),
            "document_recorded_at": None if recorded_at is None else from_epoch_ms(recorded_at),
        })


def summary(tx: Transaction, view: View, lot_id: str, direction: Direction, watermark: Watermark,
            limits: Limits) -> Summary:
    """Counts, ends and provenance of the records that `records` gives for the same moment."""
    scope, question = Scope(view, watermark.at), Question(direction)
    row = tx.one("identity/lot", id=lot_id)
    if row is None:
        raise NotFound
    lot = row["no"]
    counts = Counts(**tx.one(f"trace/counts_{direction}", lot=lot, **scope.params()))
    found: list[EndEntry] = []
    cut = None
    for way in direction.ways:
        told, whole = _ends(tx, lot, way, scope, limits.trace_page_size)
        found += told
        if not whole:
            cut = Cut("ends", f"More than {limits.trace_page_size} ends; the nearest are listed.")
    return Summary(lot_id, direction, counts, found, cut is None, cut,
                   query([f"trace/records_{direction}"], lot_id, question, scope), watermark,
                   from_epoch_ms(watermark.at))


def _ends(tx: Transaction, lot: int, way: Direction, scope: Scope, most: int) -> tuple[list[EndEntry], bool]:
    row = tx.one(f"trace/ends_{way}", lot=lot, most=most + 1, **scope.params())
    nodes = list(zip(row["nodes"], row["lots"], row["places"], strict=True))
    kept = nodes[:most]
    listed = [End(way, 0, no, None if place == _EVENT else no) for no, _, place in kept]
    lot_of = {no: of for no, of, place in kept if place != _EVENT}
    place_of = {no: place for no, _, place in kept if place != _EVENT}
    return ends.describe(Details(tx, scope), listed, lot_of, place_of), len(nodes) <= most
