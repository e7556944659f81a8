"""What waits in quarantine, as its sender sees it: listed, looked at, corrected, discarded. Nothing disappears."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from engine.audit import Audit
from engine.capture import parts
from engine.capture.answers import CaptureAnswer, Taken
from engine.capture.service import Capture
from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.errors import Conflict, Impossible, NotFound
from engine.findings import store
from engine.graph import Graph, Transaction
from engine.identity import Action, Caller
from engine.storage import Storage

ORDERINGS = ("recorded_at", "ended_at", "event_id", "cte_type", "sheet", "position")
"""Fields a list can be sorted by, each also with a leading `-` for descending."""


class State(StrEnum):
    """What has become of something quarantined: `open -> resolved | replaced | discarded`.

    replaced: a corrected file brought the same row again, and it could not be accepted either.
    """

    OPEN = "open"
    RESOLVED = "resolved"
    REPLACED = "replaced"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class QuarantineFilter:
    """Which to list; None leaves a field open. The range holds `since` and ends before `before`."""

    state: State | None = None
    rule: str | None = None
    cte_type: str | None = None
    event_id: str | None = None
    import_id: str | None = None
    capture_id: str | None = None
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class Quarantined:
    """One event that could not be accepted.

    event: as it was sent. findings: why, worst first. rules: those that forbade it. sheet, rows: where it stood in an
    imported file. cells: what it was read from, told for one at a time. record_id: of the record that resolved it.
    ended_by: the credential that decided, or `event id` or `corrected file` where a later document did.
    """

    id: str
    state: State
    recorded_at: datetime
    position: int
    event: Any
    findings: tuple[dict[str, Any], ...]
    rules: tuple[str, ...]
    capture_id: str
    document_sha256: str
    event_id: str | None = None
    cte_type: str | None = None
    import_id: str | None = None
    sheet: str | None = None
    rows: tuple[int, ...] = ()
    cells: tuple[dict[str, Any], ...] = ()
    ended_at: datetime | None = None
    ended_by: str | None = None
    reason: str | None = None
    record_id: str | None = None
    replaced_by: str | None = None

    @classmethod
    def of(cls, node: dict[str, Any], cells: tuple[dict[str, Any], ...] = ()) -> "Quarantined":
        """What a node's properties say."""
        plain = {name: node.get(name) for name in ("event_id", "cte_type", "import_id", "sheet", "ended_by", "reason",
                                                   "record_id", "replaced_by")}
        ended = node.get("ended_at")
        return cls(
            node["id"], State(node.get("state") or State.OPEN), from_epoch_ms(node["recorded_at"]), node["position"],
            orjson.loads(node["sent"]), tuple(orjson.loads(node["findings"])), tuple(node.get("rules") or ()),
            node["capture_id"], node["sha256"], rows=tuple(node.get("rows") or ()), cells=cells,
            ended_at=None if ended is None else from_epoch_ms(ended), **plain)


class Quarantine:
    """The quarantine of each organization; nobody sees another's."""

    def __init__(self, graph: Graph, storage: Storage, audit: Audit, capture: Capture, clock: Clock):
        self._graph = graph
        self._storage = storage
        self._audit = audit
        self._capture = capture
        self._clock = clock

    def page(self, caller: Caller, wanted: QuarantineFilter, ordering: str, skip: int,
             limit: int) -> tuple[list[Quarantined], int]:
        """What the caller's organization has quarantined, and how much the filter leaves."""
        row = self._graph.one(
            "quarantine/page", recorder=caller.organization.no, state=wanted.state, rule=wanted.rule,
            cte_type=wanted.cte_type, event_id=wanted.event_id, import_id=wanted.import_id,
            capture_id=wanted.capture_id, since=_ms(wanted.since), before=_ms(wanted.before),
            order_by=ordering.removeprefix("-"), descending=ordering.startswith("-"), skip=skip, limit=limit)
        return [Quarantined.of(node) for node in row["nodes"]], row["total"]

    def find(self, caller: Caller, quarantine_id: str) -> Quarantined:
        """One of them, with the cells it was read from. Raises NotFound."""
        row = self._graph.one("quarantine/find", id=quarantine_id, recorder=caller.organization.no)
        if row is None:
            raise NotFound
        node = row["node"]
        if not node["parts"]:
            return Quarantined.of(node)
        said = parts.sent(self._storage, dict(zip(node["firsts"], node["parts"], strict=True)), node["position"])
        return Quarantined.of(node, tuple(said["cells"]))

    def resubmit(self, caller: Caller, quarantine_id: str, event: dict[str, Any],
                 dry_run: bool = False) -> tuple[Quarantined, CaptureAnswer]:
        """Capture a corrected event as a document of its own; its record resolves what was quarantined.

        Raises Impossible with what is still the matter, keeping nothing; Conflict where somebody decided before.
        """
        self._open(caller, quarantine_id)

        def resolve(tx: Transaction, taken: Taken) -> None:
            record_id, = taken.record_ids.values()
            self._end(tx, caller, quarantine_id, State.RESOLVED, taken.at, record_id=record_id)

        answer = self._capture.capture_event(caller, event, dry_run, resolve)
        found = self.find(caller, quarantine_id)
        if not dry_run:
            self._audit.record(caller.organization.no, caller.actor, "quarantine.resolved", quarantine_id,
                               {"record_id": found.record_id})
        return found, answer

    def discard(self, caller: Caller, quarantine_id: str, reason: str) -> Quarantined:
        """Decide that it is no record. It stays readable. Raises Conflict where somebody decided before."""
        self._open(caller, quarantine_id)
        if not reason.strip():
            raise Impossible("Say why it is discarded.")
        self._graph.transaction(lambda tx: self._end(
            tx, caller, quarantine_id, State.DISCARDED, epoch_ms(self._clock.now()), reason=reason))
        self._audit.record(caller.organization.no, caller.actor, "quarantine.discarded", quarantine_id,
                           {"reason": reason})
        return self.find(caller, quarantine_id)

    def _open(self, caller: Caller, quarantine_id: str) -> None:
        found = self.find(caller, quarantine_id)
        caller.require(Action.CAPTURE)
        if found.state is not State.OPEN:
            raise Conflict(f"This has been {found.state} already.")

    def _end(self, tx: Transaction, caller: Caller, quarantine_id: str, state: State, at: int, **more: str) -> None:
        said = {"state": state.value, "ended_at": at, "ended_by": caller.credential_id, **more}
        if not tx.run("quarantine/end", id=quarantine_id, recorder=caller.organization.no, properties=said):
            raise Conflict("Somebody else has decided about this meanwhile.")
        by = "discarded" if state is State.DISCARDED else "resubmitted"
        store.close_quarantined(tx, [quarantine_id], by, at)


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else epoch_ms(moment)
