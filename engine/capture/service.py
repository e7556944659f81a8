"""The corridor every document goes through: archive, parse, judge, write whole or not at all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from engine import metrics
from engine.capture import noting, parts, quarantine
from engine.capture.answers import CaptureAnswer, LotSeen, RecordView, Taken
from engine.capture.document import Document, read_json
from engine.capture.flows import LotRef
from engine.capture.ledger import Ledger
from engine.capture.registration import register
from engine.capture.writer import OPEN, Writer
from engine.capture.written import Written, record_id_of, record_key
from engine.clock import Clock, from_epoch_ms
from engine.errors import Conflict, Impossible, Invalid, NotFound, TooLarge
from engine.findings import Findings
from engine.fsma.descriptions import LocationDescription
from engine.fsma.judge import Judgement, judge
from engine.graph import Graph, TooMuchAtOnce, Transaction
from engine.identity import Caller, Identity, Organization
from engine.ids import derived_id
from engine.limits import Limits
from engine.storage import Storage
from engine.webhooks import outbox

_JSON = "application/json"
_STANDS_NO_LONGER = "This record has been voided or corrected already."
_EACH_OTHER = "This record corrects what goes by the same event_id; give the corrected event an event_id of its own."


class _Undo(Exception):
    """Carries the answer of a dry run out of the transaction it undoes."""

    def __init__(self, answer: CaptureAnswer):
        self.answer = answer


@dataclass(frozen=True)
class _Done:
    """A capture that was committed. positions: where in the document each new record stands, by its number."""

    answer: CaptureAnswer
    revision: int
    touched: bool
    positions: dict[int, int]


class Capture:
    """Records in."""

    def __init__(self, graph: Graph, storage: Storage, identity: Identity, clock: Clock, limits: Limits,
                 findings: Findings, transporters: frozenset[str] = frozenset()):
        self._graph = graph
        self._storage = storage
        self._identity = identity
        self._clock = clock
        self._limits = limits
        self._findings = findings
        self.transporters = transporters

    def capture_json(self, caller: Caller, raw: bytes, dry_run: bool = False) -> CaptureAnswer:
        """Take in `{"events": [...]}`; the caller's organization is the recorder of every event.

        Good events are written in one transaction, unacceptable ones are quarantined beside them. A dry run does
        everything but keep it. Raises BadRequest, Invalid or TooLarge, with the raw bytes archived all the same.
        """
        if len(raw) > self._limits.document_bytes:
            raise TooLarge(f"A document may be {self._limits.document_bytes // 2**20} MiB; split this one.")
        if not dry_run:
            self._storage.put_document(raw, _JSON)
        document = read_json(raw, self._limits)
        now = self._clock.now()
        judgements = [judge(event, i, now, transporters=self.transporters) for i, event in enumerate(document.events)]
        try:
            return self.take(caller.organization, document, judgements, now, dry_run)
        except TooMuchAtOnce as error:
            raise TooLarge("The graph cannot take this document in one piece; split it and send the parts.") from error

    def take(self, recorder: Organization, document: Document, judgements: Sequence[Judgement | None], now: datetime,
             dry_run: bool = False, beside: Callable[[Transaction, Taken], None] | None = None,
             settle: bool = True) -> CaptureAnswer:
        """Write a judged document, or a part of one, in one transaction; a dry run undoes it all.

        judgements: one for each event. beside: writes what belongs to the document in the same transaction, or raises
        to undo it. settle: False leaves findings between records to the sweeper, and out of a dry run.
        Raises TooMuchAtOnce where the transaction outgrows the server.
        """
        try:
            with metrics.timed(metrics.captures):
                done = self._graph.transaction(
                    lambda tx: self._write(tx, recorder, document, judgements, now, dry_run, beside, settle))
        except _Undo as undone:
            return undone.answer
        for outcome in ("created", "duplicates", "quarantined"):
            metrics.records.labels(outcome).inc(getattr(done.answer, outcome))
        if not (settle and done.touched) or len(judgements) > self._limits.settle_events:
            return done.answer
        between = self._findings.settled(done.revision, done.positions, self._identity.view_of(recorder.no))
        return replace(done.answer, findings=(*done.answer.findings, *between))

    def capture_event(self, caller: Caller, event: dict[str, Any], dry_run: bool = False,
                      beside: Callable[[Transaction, Taken], None] | None = None) -> CaptureAnswer:
        """Take in one event that must be acceptable, as a document of its own.

        Raises Invalid, and Impossible with every finding that forbids it; nothing is kept then.
        """
        try:
            raw = orjson.dumps({"events": [event]})
        except TypeError as error:  # nested too deep, a number beyond 64 bits, text that is no Unicode
            raise Invalid(details=[{"loc": ["body", "event"], "type": "json", "msg": f"{error}."}]) from error
        document, now = read_json(raw, self._limits), self._clock.now()
        judgement = judge(event, 0, now, transporters=self.transporters)
        if judgement.record is None:
            raise Impossible("The event cannot be accepted as it is.", details=[
                {"loc": ["body", "event", *filter(None, [f.field])], "type": f.rule, "msg": f"{f.message} {f.hint}"}
                for f in judgement.findings if f.severity == "error"])
        if not dry_run:
            self._storage.put_document(raw, _JSON)
        return self.take(caller.organization, document, [judgement], now, dry_run, beside)

    def correct(self, caller: Caller, event_id: str, event: dict[str, Any]) -> RecordView:
        """Let a corrected event take the place of a record of the caller's, which stays readable.

        The same correction again answers the same record. Raises NotFound for records of others, Conflict where the
        record stands no longer, Impossible where the corrected event cannot be accepted.
        """
        found = self._graph.read("capture/own_record", event_id=event_id, recorder=caller.organization.no)
        old = _the_one(found, event_id, standing=False)
        corrected = {**event, "supersedes_event_id": old["id"]}
        if corrected.get("event_id") == old["id"]:
            del corrected["event_id"]
        made: list[str] = []

        def check(tx: Transaction, taken: Taken) -> None:
            record_id, = taken.record_ids.values()
            became = tx.one("capture/corrected_by", id=old["id"])
            if became["by"] != record_id:
                raise Conflict(_EACH_OTHER if became["stands"] else _STANDS_NO_LONGER)
            made.append(record_id)

        self.capture_event(caller, corrected, beside=check)
        return self.record(caller, made[-1])

    def record(self, caller: Caller, event_id: str) -> RecordView:
        """One record by its id or by the event id its recorder gave it, the caller's own before others'.

        Raises NotFound where the caller can see none.
        """
        view = self._identity.view(caller)
        row = self._graph.one("capture/record", event_id=event_id, **view.params())
        if row is None:
            raise NotFound
        sent = self._sent(row) if row["recorded_by"] == caller.organization.no else None
        return RecordView(
            row["id"], row["event_id"], row["cte_type"], row["recorder"], from_epoch_ms(row["recorded_at"]),
            None if row["superseded_at"] == OPEN else from_epoch_ms(row["superseded_at"]), row["lot_id"],
            row["capture_id"], row["sha256"], row["position"], orjson.loads(row["record"]), sent,
            tuple(self._history(row, view.params())),
        )

    def void(self, caller: Caller, event_id: str, reason: str) -> RecordView:
        """Let a record of the caller's stand no longer. It stays readable, and traces as known before keep it.

        Raises NotFound for records of others, Conflict where it stands no longer already, or where several records
        stand under one event id and it must be said which.
        """
        if not reason.strip():
            raise Impossible("Say why the record is voided.")
        note = orjson.dumps({"void": event_id, "reason": reason}, option=orjson.OPT_SORT_KEYS)
        self._storage.put_document(note, _JSON)
        now = self._clock.now()

        def write(tx: Transaction) -> None:
            ledger = Ledger(tx, now)
            found = tx.run("capture/own_record", event_id=event_id, recorder=caller.organization.no)
            numbers = [_the_one(found, event_id)["no"]]
            writer = Writer(tx, ledger, self._limits.capture_batch)
            tx.run("capture/void", records=numbers, reason=reason, by=caller.credential_id, at=ledger.recorded_at)
            writer.retire(caller.organization.no, numbers)
            writer.close()

        self._graph.transaction(write)
        self._findings.settle_soon()
        return self.record(caller, event_id)

    def register_place(self, organization: Organization, place: LocationDescription) -> str:
        """Make a place the organization's own: from now on its keys come from this description alone.

        Returns the location id. Raises Conflict where another organization has registered one of its keys.
        """
        def write(tx: Transaction) -> str:
            ledger = Ledger(tx, self._clock.now())
            registered = register(tx, ledger, organization.no, place)
            writer = Writer(tx, ledger, self._limits.capture_batch)
            writer.resettle(registered.disturbed, dict.fromkeys(registered.absorbed, registered.no))
            writer.close()
            return registered.location_id

        return self._graph.transaction(write)

    def _write(self, tx: Transaction, recorder: Organization, document: Document,
               judgements: Sequence[Judgement | None], now: datetime, dry_run: bool,
               beside: Callable[[Transaction, Taken], None] | None, settle: bool) -> "_Done":
        capture_id = document.capture_id or derived_id("capture", recorder.no, document.sha256)
        judged = [(i, j) for i, j in enumerate(judgements, document.first) if j]
        accepted = [(record_key(recorder.no, j.record), i, j.record) for i, j in judged if j.record]
        refused = [(i, j) for i, j in judged if j.record is None]
        ledger = Ledger(tx, now)
        writer = Writer(tx, ledger, self._limits.capture_batch)
        written = writer.document(capture_id, recorder.no, document, accepted, refused)
        found = noting.of_each(judged, accepted, written, now)
        noting.keep(tx, capture_id, recorder.no, judged, accepted, written, found, ledger.recorded_at,
                    self._limits.capture_batch)
        writer.close()
        answer = CaptureAnswer(
            capture_id, len(written.fresh), len(accepted) - len(written.fresh), len(refused),
            tuple(noting.in_order(found)), _lots(accepted, written),
        )
        ids = {position: record_id_of(key) for key, position, _ in accepted}
        if beside:
            fresh = frozenset(record_id_of(key) for key in written.fresh)
            beside(tx, Taken(answer, ledger.recorded_at, ids, fresh))
        quarantine.cure(tx, recorder.no, capture_id, {r.event_id: ids[i] for _, i, r in accepted if r.event_id},
                        ledger.recorded_at)
        quarantine.meet(tx, recorder.no, capture_id, document, refused, now, self.transporters, ledger.recorded_at)
        positions = noting.first_positions(accepted, written)
        if dry_run:
            between = self._findings.preview(tx, ledger.recorded_at, sorted(writer.touched), positions,
                                             self._identity.view_of(recorder.no)) if settle else ()
            raise _Undo(replace(answer, findings=(*answer.findings, *between)))
        if written.fresh:
            outbox.put(tx, recorder.no, "epcis.captured", {
                "capture_id": capture_id, "created": answer.created, "duplicates": answer.duplicates,
                "quarantined": answer.quarantined}, now)
        return _Done(answer, ledger.revision, bool(writer.touched), positions)

    def _sent(self, row: dict) -> dict | None:
        if row["parts"]:
            return parts.sent(self._storage, dict(zip(row["firsts"], row["parts"], strict=True)), row["position"])
        events = orjson.loads(self._storage.get(f"documents/{row['sha256']}"))["events"]
        return events[row["position"]]

    def _history(self, row: dict, view: dict) -> Iterable[dict]:
        for other in self._graph.read("capture/history", record=row["no"], **view):
            yield {**other, "recorded_at": from_epoch_ms(other["recorded_at"]).isoformat()}


def _the_one(found: list[dict], event_id: str, standing: bool = True) -> dict:
    """The standing record among those under an id. standing: False lets one that stands no longer pass."""
    if not found:
        raise NotFound
    found = [row for row in found if row["id"] == event_id] or found
    those = [row for row in found if row["superseded_at"] == OPEN]
    if len(those) > 1:
        raise Conflict("Several of your records stand under this event id. Name one by its record id: "
                       f"{', '.join(row['id'] for row in those)}.")
    if not those and standing:
        raise Conflict(_STANDS_NO_LONGER)
    return (those or found)[0]


def _lots(accepted: list, written: Written) -> tuple[LotSeen, ...]:
    seen: dict[str, LotSeen] = {}
    for key, _, record in accepted:
        code = record.lot_code
        lot: LotRef | None = written.lots.get(key)
        lot_id = derived_id("lot", lot.key) if lot else written.known.get(key, {}).get("lot_id")
        if lot_id:
            seen.setdefault(lot_id, LotSeen(lot_id, code.raw if code else None))
    return tuple(seen.values())
