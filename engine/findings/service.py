"""The findings of a deployment: kept, judged again, read."""

import logging
from collections.abc import Mapping
from typing import Any

from engine.clock import Clock, epoch_day, epoch_ms
from engine.errors import Unavailable
from engine.findings import store
from engine.findings.listing import Listing
from engine.findings.noted import Noted
from engine.findings.settlement import Settled, settle
from engine.findings.told import Told, World
from engine.fsma.findings import Finding
from engine.graph import Graph, Transaction
from engine.identity import View
from engine.limits import Limits

log = logging.getLogger(__name__)

# Settlements of one call: a capture's own few, or a sweeper's turn.
_TURNS = 25
_SOON = 3
_DUE_AT_ONCE = 400


class Findings(Listing):
    """Findings of single records are written with them; those between records are settled after each capture.

    What is settled follows from the set of standing records and from today's date, never from the order in which
    records came. One settlement runs at a time, in short transactions that no capture waits for.
    """

    def __init__(self, graph: Graph, clock: Clock, limits: Limits):
        super().__init__(graph)
        self._clock = clock
        self._limits = limits

    def settle(self, most: int = _TURNS) -> int:
        """Judge what captures marked, the oldest first, and what falls due today; how many settlements it took."""
        done = 0
        if not self._graph.one("findings/waiting", today=epoch_day(self._clock.now().date()))["waiting"]:
            return done
        self._graph.transaction(self._fall_due)
        while done < most and self._next(None) is not None:
            done += 1
        return done

    def settle_soon(self) -> None:
        """Judge a little of what is marked; what is too much, or cannot be reached now, is left to `settle`."""
        try:
            self.settle(_SOON)
        except Unavailable as error:
            log.warning("findings are left for later: %s", error.detail)

    def settled(self, revision: int, positions: Mapping[int, int], view: View) -> list[Finding]:
        """Judge what one capture marked; findings that are about its records, as far as the view shows them.

        positions: record number -> place of its event in the document. What cannot be settled now is left to `settle`.
        """
        found: list[Noted] = []
        try:
            for _ in range(_TURNS):
                settlement = self._next(revision)
                if settlement is None:
                    break
                found += settlement.findings
                if not settlement.more:
                    break
        except Unavailable as error:
            log.warning("findings of capture %s are left for later: %s", revision, error.detail)
        return _told(found, positions, view)

    def preview(self, tx: Transaction, at: int, records: list[int], positions: Mapping[int, int],
                view: View) -> list[Finding]:
        """The same within a transaction that will be undone."""
        tx.run("findings/lock")
        found: list[Noted] = []
        for start in range(0, len(records), store.MARKED_AT_ONCE):
            found += settle(tx, self._world(), at, records[start:start + store.MARKED_AT_ONCE]).findings
        return _told(found, positions, view)

    def _next(self, revision: int | None) -> Settled | None:
        return self._graph.transaction(lambda tx: self._settle(tx, revision))

    def _settle(self, tx: Transaction, revision: int | None) -> Settled | None:
        tx.run("findings/lock")
        mark = tx.one("findings/next_mark", revision=revision)
        if mark is None:
            return None
        at = epoch_ms(self._clock.now())
        done = settle(tx, self._world(), at, mark["records"], mark["lots"], mark["places"])
        store.mark(tx, mark["revision"], at, done.records_left, done.lots_left)
        done.more = bool(mark["more"] or done.records_left or done.lots_left)
        return done

    def _fall_due(self, tx: Transaction) -> None:
        now = self._clock.now()
        tx.run("findings/lock")
        due = tx.one("findings/fall_due", today=epoch_day(now.date()), most=_DUE_AT_ONCE)
        store.mark(tx, 0, epoch_ms(now), due["records"], due["lots"])

    def _world(self) -> World:
        return World(epoch_day(self._clock.now().date()), self._limits.movement_days, {})


def _told(found: list[Noted], positions: Mapping[int, int], view: View) -> list[Finding]:
    """Findings about records of a document, in the form of an answer; what was settled twice is told as it is now."""
    told: dict[Any, Finding] = {}
    for noted in found:
        about = [t for t in (noted.record, *noted.others) if t is not None]
        here = [t for t in about if t.no in positions]
        if here and all(_sees(view, t) for t in about):
            first = noted.record
            told[noted.rule, first.no, noted.field, noted.value] = Finding(
                noted.rule, noted.weight, first.event_id, noted.field, noted.value, noted.message, noted.hint,
                noted.section, positions[here[0].no])
    return sorted(told.values(), key=lambda f: (f.position, f.rule, f.event_id or "", f.field or ""))


def _sees(view: View, told: Told) -> bool:
    return told.recorder in view.orgs or view.viewer in told.parties or any(
        g["org"] == told.recorder and g["from"] <= told.on <= g["to"]
        and (g["gtins"] is None or told.gtin in g["gtins"]) for g in view.grants)
