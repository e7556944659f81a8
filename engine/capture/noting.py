"""Findings of single records, as an answer tells them and the graph keeps them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from engine.capture.quarantine import quarantine_id
from engine.capture.written import Written, record_id_of
from engine.findings import store
from engine.findings.rules.lateness import late
from engine.fsma.findings import RULES, Finding
from engine.fsma.judge import Judgement
from engine.fsma.records import Record
from engine.graph import Transaction

Accepted = Sequence[tuple[str, int, Record]]
Judged = Sequence[tuple[int, Judgement]]


def of_each(judged: Judged, accepted: Accepted, written: Written, now: datetime) -> dict[int, tuple[Finding, ...]]:
    """All findings of each event, by its position: what its judge found, and whether it is known or late."""
    found = {position: judgement.findings for position, judgement in judged}
    new = set(written.fresh)
    for key, position, record in accepted:
        if key in new:
            new.discard(key)
            of_capture = (late(record, position, now), _standing(record, key, written, position))
            found[position] += tuple(filter(None, of_capture))
        else:
            found[position] += (_standing(record, key, written, position) or _known(record, position),)
    return found


def keep(tx: Transaction, capture_id: str, recorder: int, judged: Judged, accepted: Accepted, written: Written,
         found: dict[int, tuple[Finding, ...]], at: int, batch: int) -> None:
    """Store the findings of new records and of quarantined events, but for V-GEN-12, which is of the sending alone."""
    new = dict(written.fresh)
    rows = [row for key, position, record in accepted if (no := new.pop(key, None)) is not None
            for row in store.rows_of_record(no, key, recorder, record,
                                            (f for f in found[position] if f.rule != "V-GEN-12"), at)]
    store.keep(tx, rows, batch)
    store.keep_quarantined(tx, [
        row for position, judgement in judged if judgement.record is None
        for row in store.rows_of_quarantined(quarantine_id(capture_id, position), recorder, found[position], at)
    ], batch)


def first_positions(accepted: Accepted, written: Written) -> dict[int, int]:
    """Where in the document each new record stands, by its number."""
    found: dict[int, int] = {}
    for key, position, _ in accepted:
        if key in written.fresh:
            found.setdefault(written.fresh[key], position)
    return found


def in_order(found: dict[int, tuple[Finding, ...]]) -> Iterable[Finding]:
    """The findings of a document in the order of its events."""
    return (finding for position in sorted(found) for finding in found[position])


def _known(record: Record, position: int) -> Finding:
    return Finding("V-GEN-12", RULES["V-GEN-12"].severity, record.event_id, None, None,
                   "The record was captured before, and is left as it is.", "Nothing to do.", record.kind.paragraph(""),
                   position)


def _standing(record: Record, key: str, written: Written, position: int) -> Finding | None:
    """That a record does not stand as it was sent, though the document itself says nothing against it.

    Else a firm that voids a record by mistake and sends its file again, or mends a row whose event was corrected
    meanwhile, would believe that it stands.
    """
    corrected = written.corrected.get(key)
    if corrected is None and written.known.get(key, {}).get("ended") != "voided":
        return None
    name = corrected.by if corrected else record.event_id or record_id_of(key)
    severity = "warning"
    hint = f"If it happened as it is told here, send it under a new event_id, with supersedes_event_id: {name}."
    if corrected is None:
        message = "The record was captured before and voided since; sending it again does not bring it back."
    elif not corrected.is_new:
        message = f"The record was captured before and corrected since, by {name}; sending it again does not help."
    elif corrected.again:
        message = f"The event of this id was corrected before, by {name}; this version is kept, but does not stand."
    else:
        severity, hint = "info", "Nothing to do."
        message = f"The record was corrected before it came, by {name}; it is kept, but does not stand."
    return Finding("V-GEN-12", severity, record.event_id, None, None, message, hint, record.kind.paragraph(""),
                   position)
