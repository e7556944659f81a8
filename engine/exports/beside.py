"""What an export adds to the records it was asked for: their findings, and what else was told of their lots."""

from collections.abc import Iterable, Iterator
from itertools import islice

import orjson

from engine.capture.resolution import told_clue
from engine.clock import from_epoch_ms
from engine.exports.record import ExportRecord, Noticed
from engine.fsma import tlc
from engine.graph import Graph
from engine.identity import View
from engine.trace.export import TracedRecord

# Records whose findings, and codes whose records, are asked for at once.
_AT_ONCE = 500
# How late a record was captured is for its recorder to improve, and says nothing of the food.
_LEFT_OUT = ["V-X-23"]


class Beside:
    """Reads it for one view at one moment of knowledge (epoch ms)."""

    def __init__(self, graph: Graph, view: View, at: int):
        self._graph = graph
        self._view = view
        self._at = at
        self._clues: set[str] = set()
        self._written: set[str] = set()

    def records(self, traced: Iterable[TracedRecord]) -> Iterator[ExportRecord]:
        """The records with their findings, then purchases, kill steps and agreements of their lot codes, each once."""
        for part in _parts(traced):
            for record in part:
                self._clues.update(_clues(record))
                if "record_type" in record.record:
                    self._written.add(record.id)
            yield from self._with_findings(part)
        for clues in _parts(sorted(self._clues)):
            rows = self._graph.read("exports/beside", clues=clues, at=self._at, **self._view.params())
            fresh = [traced_record(row) for row in rows if row["id"] not in self._written]
            self._written.update(record.id for record in fresh)
            yield from self._with_findings(fresh)

    def _with_findings(self, part: list[TracedRecord]) -> Iterator[ExportRecord]:
        found: dict[int, list[Noticed]] = {}
        numbers = [record.no for record in part]
        for row in self._graph.read("exports/findings", records=numbers, left_out=_LEFT_OUT, **self._view.params()):
            found.setdefault(row.pop("record"), []).append(Noticed(**row))
        for record in part:
            yield ExportRecord(
                record=record.record, record_id=record.id, event_id=record.event_id or "",
                recorded_by=record.recorded_by, document_sha256=record.document or "n/a",
                document_name=record.document_name or "", document_recorded_at=record.document_recorded_at,
                findings=tuple(found.get(record.no, ())),
            )


def traced_record(row: dict) -> TracedRecord:
    """A row of exports/beside as a record."""
    document = row["document"] or {}
    recorded_at = document.get("recorded_at")
    return TracedRecord(**{
        **row, "record": orjson.loads(row["record"]), "recorded_at": from_epoch_ms(row["recorded_at"]),
        "document": document.get("sha256"), "document_name": document.get("name"),
        "document_recorded_at": None if recorded_at is None else from_epoch_ms(recorded_at),
    })


def _clues(traced: TracedRecord) -> Iterator[str]:
    record = traced.record
    if record.get("tlc"):
        yield told_clue(tlc.parse(record["tlc"], record.get("gtin"), record.get("lot")).match)
    for used in record.get("inputs") or ():
        if used.get("input_tlc"):
            yield told_clue(tlc.parse(used["input_tlc"], used.get("gtin"), used.get("lot")).match)


def _parts(items: Iterable) -> Iterator[list]:
    items = iter(items)
    while part := list(islice(items, _AT_ONCE)):
        yield part
