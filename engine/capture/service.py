"""The corridor every document goes through: archive, parse, judge, write whole or not at all."""

from collections.abc import Iterable
from datetime import datetime

import orjson

from engine.capture import contradictions
from engine.capture.answers import CaptureAnswer, LotSeen, RecordView
from engine.capture.document import Document, read_json
from engine.capture.flows import LotRef
from engine.capture.ledger import Ledger
from engine.capture.registration import register
from engine.capture.writer import OPEN, Writer, Written
from engine.clock import Clock, from_epoch_ms
from engine.errors import Conflict, Impossible, NotFound, TooLarge
from engine.fsma.descriptions import LocationDescription
from engine.fsma.judge import Judgement, judge
from engine.graph import Graph, TooMuchAtOnce, Transaction
from engine.identity import Caller, Identity, Organization
from engine.ids import derived_id
from engine.limits import Limits
from engine.storage import Storage

_JSON = "application/json"


class _Undo(Exception):
    """Carries the answer of a dry run out of the transaction it undoes."""

    def __init__(self, answer: CaptureAnswer):
        self.answer = answer


class Capture:
    """Records in."""

    def __init__(self, graph: Graph, storage: Storage, identity: Identity, clock: Clock, limits: Limits):
        self._graph = graph
        self._storage = storage
        self._identity = identity
        self._clock = clock
        self._limits = limits

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
        judgements = [judge(event, i, now) for i, event in enumerate(document.events)]
        try:
            return self._graph.transaction(
                lambda tx: self._write(tx, caller.organization, document, judgements, now, dry_run))
        except _Undo as undone:
            return undone.answer
        except TooMuchAtOnce as error:
            raise TooLarge("The graph cannot take this document in one piece; split it and send the parts.") from error

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

        Raises NotFound for records of others, Conflict where it stands no longer already.
        """
        if not reason.strip():
            raise Impossible("Say why the record is voided.")
        note = orjson.dumps({"void": event_id, "reason": reason}, option=orjson.OPT_SORT_KEYS)
        self._storage.put_document(note, _JSON)
        now = self._clock.now()

        def write(tx: Transaction) -> None:
            ledger = Ledger(tx, now)
            found = tx.run("capture/own_record", event_id=event_id, recorder=caller.organization.no)
            if not found:
                raise NotFound
            standing = [row["no"] for row in found if row["superseded_at"] == OPEN]
            if not standing:
                raise Conflict("This record has been voided or corrected already.")
            writer = Writer(tx, ledger, self._limits.capture_batch)
            tx.run("capture/void", records=standing, reason=reason, by=caller.credential_id, at=ledger.recorded_at)
            writer.retire(caller.organization.no, standing)
            writer.close()

        self._graph.transaction(write)
        return self.record(caller, event_id)

    def register_place(self, organization: Organization, place: LocationDescription) -> str:
        """Make a place the organization's own: from now on its keys come from this description alone.

        Returns the location id. Raises Conflict where another organization has registered one of its keys.
        """
        def write(tx: Transaction) -> str:
            ledger = Ledger(tx, self._clock.now())
            location_id, no, touched = register(tx, ledger, organization.no, place)
            writer = Writer(tx, ledger, self._limits.capture_batch)
            writer.resettle(touched, stays=no)
            writer.close()
            return location_id

        return self._graph.transaction(write)

    def _write(self, tx: Transaction, recorder: Organization, document: Document, judgements: list[Judgement],
               now: datetime, dry_run: bool) -> CaptureAnswer:
        capture_id = derived_id("capture", recorder.no, document.sha256)
        accepted = [(f"{recorder.no}:{j.record.content_key()}", i, j.record)
                    for i, j in enumerate(judgements) if j.record]
        refused = [(i, j) for i, j in enumerate(judgements) if j.record is None]
        ledger = Ledger(tx, now)
        writer = Writer(tx, ledger, self._limits.capture_batch)
        written = writer.document(capture_id, recorder.no, document, accepted, refused)
        writer.close()
        answer = CaptureAnswer(
            capture_id, len(written.fresh), len(accepted) - len(written.fresh), len(refused),
            (*(f for j in judgements for f in j.findings), *contradictions.found(tx, written, accepted)),
            _lots(accepted, written),
        )
        if dry_run:
            raise _Undo(answer)
        return answer

    def _sent(self, row: dict) -> dict | None:
        events = orjson.loads(self._storage.get(f"documents/{row['sha256']}"))["events"]
        return events[row["position"]]

    def _history(self, row: dict, view: dict) -> Iterable[dict]:
        for other in self._graph.read("capture/history", record=row["no"], **view):
            yield {**other, "recorded_at": from_epoch_ms(other["recorded_at"]).isoformat()}


def _lots(accepted: list, written: Written) -> tuple[LotSeen, ...]:
    seen: dict[str, LotSeen] = {}
    for key, _, record in accepted:
        code = record.lot_code
        lot: LotRef | None = written.lots.get(key)
        lot_id = derived_id("lot", lot.key) if lot else written.known.get(key, {}).get("lot_id")
        if lot_id:
            seen.setdefault(lot_id, LotSeen(lot_id, code.raw if code else None))
    return tuple(seen.values())
