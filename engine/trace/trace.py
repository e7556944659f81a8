"""The one object through which traces are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import metrics
from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.errors import NotFound
from engine.graph import Graph, Transaction
from engine.identity import Action, Caller, Identity, LotRef, View
from engine.limits import Limits
from engine.trace import explain, export
from engine.trace.amounts import Amounts, amounts
from engine.trace.details import Details
from engine.trace.entries import Counts
from engine.trace.export import Summary, TracedRecord
from engine.trace.found import Found, find
from engine.trace.listing import List, Listing, Part
from engine.trace.provenance import Query, Watermark, reach_query
from engine.trace.question import Direction, Question, Scope
from engine.trace.reach import Cut, reach


@dataclass(frozen=True)
class Answer:
    """What a question finds, with the rows that were asked for."""

    lot_id: str
    question: Question
    as_known_at: datetime
    cut: Cut | None
    counts: Counts
    lists: dict[List, Part[Any]]
    query: Query
    watermark: Watermark

    @property
    def complete(self) -> bool:
        return self.cut is None


@dataclass(frozen=True)
class BlastRadius:
    """How far a lot has gone; the lot itself is not counted."""

    lot_id: str
    downstream_lots: int
    downstream_serials: int
    downstream_locations: int
    affected_organizations: int


class Trace:
    """Where lots went and where they came from, as far as the caller may see."""

    def __init__(self, graph: Graph, identity: Identity, clock: Clock, limits: Limits):
        self._graph = graph
        self._identity = identity
        self._clock = clock
        self._limits = limits

    def answer(self, caller: Caller, lot_id: str, question: Question, skip: int = 0, size: int = 25,
               ordering: str | None = None) -> Answer:
        """The answer with rows skip to skip + size of each list. Raises NotFound where no record is visible."""
        lot, view = self._visible(caller, lot_id)

        def work(tx: Transaction) -> Answer:
            found, scope, watermark = self._find(tx, lot.no, view, question)
            listing = Listing(tx, found, scope, ordering)
            return Answer(lot.id, question, from_epoch_ms(scope.at), found.cut, found.counts,
                          {name: listing.part(name, skip, size) for name in List},
                          reach_query(lot.id, question, scope), watermark)

        with metrics.timed(metrics.traces, str(question.ring)):
            answer = self._graph.reading(work)
        if answer.cut:
            metrics.traces_cut.labels(str(question.ring)).inc()
        return answer

    def table(self, caller: Caller, lot_id: str, question: Question, name: List,
              ordering: str | None = None) -> Iterator[Any]:
        """One list whole, row by row; names are looked up as the rows are taken."""
        lot, view = self._visible(caller, lot_id)
        found, scope, _ = self._graph.reading(lambda tx: self._find(tx, lot.no, view, question))
        size = self._limits.trace_page_size

        def rows() -> Iterator[Any]:
            skip, total = 0, 1
            while skip < total:
                part = self._graph.reading(
                    lambda tx, skip=skip: Listing(tx, found, scope, ordering).part(name, skip, size))
                yield from part.rows
                skip, total = skip + size, part.total

        return rows()

    def explain(self, caller: Caller, lot_id: str, other_lot_id: str) -> explain.Explanation:
        """The shortest visible chain between two lots, either way. Raises NotFound unless both are visible."""
        lot, view = self._visible(caller, lot_id)
        other = self._identity.require_lot(caller, other_lot_id)

        def work(tx: Transaction) -> explain.Explanation:
            scope = Scope(view, self._watermark(tx).at)
            reaches = [reach(tx, lot.no, way, scope, self._limits) for way in Direction.BOTH.ways]
            direction, nodes = explain.shortest(reaches, other.no)
            told = []
            if direction is not None:
                used = next(r for r in reaches if r.direction is direction)
                told = explain.steps(Details(tx, scope), used, nodes)
            complete = direction is not None or not any(r.cut for r in reaches)
            return explain.Explanation(lot.id, other.id, direction is not None, direction, told, complete)

        return self._graph.reading(work)

    def blast_radius(self, caller: Caller, lot_id: str) -> BlastRadius:
        """How far a lot of the caller's own has gone. Raises NotFound for others' lots, Forbidden by role."""
        lot = self._identity.require_owned_lot(caller, lot_id, Action.EXPORT)
        view = self._identity.view(caller)

        def work(tx: Transaction) -> BlastRadius:
            scope = Scope(view, self._watermark(tx).at)
            return BlastRadius(lot.id, **tx.one("trace/blast_radius", lot=lot.no, **scope.params()))

        return self._graph.reading(work)

    def balance(self, caller: Caller, lot_id: str, as_known_at: datetime | None = None,
                ordering: str = "-unaccounted") -> Amounts:
        """How much of a lot is where, from visible records. Raises NotFound where none is visible, and Invalid."""
        lot, view = self._visible(caller, lot_id)
        question = Question(as_known_at=as_known_at)

        def work(tx: Transaction) -> Amounts:
            watermark = self._watermark(tx)
            return amounts(tx, lot.id, lot.no, Scope.of(view, question, watermark.at), watermark.revision, ordering)

        return self._graph.reading(work)

    def watermark(self) -> Watermark:
        """Up to where the graph has come; records and summary of one export share it."""
        return self._graph.reading(self._watermark)

    def records(self, view: View, lot_id: str, direction: Direction | str, at: int) -> Iterator[TracedRecord]:
        """Every record the view reaches from a lot, sorted by date and code, streamed. at: epoch ms."""
        row = self._graph.one("identity/lot", id=lot_id)
        if row is None:
            raise NotFound
        return export.records(self._graph, view, row["no"], Direction(direction), at)

    def summary(self, view: View, lot_id: str, direction: Direction | str, watermark: Watermark) -> Summary:
        """What is to be said of `records` as a whole: counts, where the view ends, provenance."""
        return self._graph.reading(
            lambda tx: export.summary(tx, view, lot_id, Direction(direction), watermark, self._limits))

    def _visible(self, caller: Caller, lot_id: str) -> tuple[LotRef, View]:
        lot = self._identity.require_lot(caller, lot_id)
        caller.require(Action.READ)
        return lot, self._identity.view(caller)

    def _find(self, tx: Transaction, lot: int, view: View, question: Question) -> tuple[Found, Scope, Watermark]:
        watermark = self._watermark(tx)
        scope = Scope.of(view, question, watermark.at)
        return find(tx, lot, question, scope, self._limits), scope, watermark

    def _watermark(self, tx: Transaction) -> Watermark:
        row = tx.one("trace/watermark")
        return Watermark(**{"revision": row["revision"], "at": row["recorded_at"]} if row else
                         {"revision": 0, "at": epoch_ms(self._clock.now())})
