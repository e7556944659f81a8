"""Findings as they lie in the graph."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.clock import epoch_day
from engine.findings.noted import Noted
from engine.fsma.findings import RULE_VERSION, Finding
from engine.fsma.records import Record
from engine.graph import Transaction
from engine.ids import derived_id

Row = dict[str, Any]
# Records that one mark speaks of: a settlement is one transaction, and nobody else settles while it runs.
MARKED_AT_ONCE = 1_000


def rows_of_record(no: int, key: str, recorder: int, record: Record, findings: Iterable[Finding], at: int) -> list[Row]:
    """Rows of the findings of one record. key: content key. at: epoch ms."""
    about = {"record": no, "recorded_by": recorder, "cte_type": str(record.cte_type),
             "on": epoch_day(record.on) if record.on else None}
    return [_row(f, derived_id("finding", key, n, f.rule, f.field), at) | about for n, f in enumerate(findings)]


def rows_of_quarantined(quarantined: str, recorder: int, findings: Iterable[Finding], at: int) -> list[Row]:
    """Rows of the findings of one quarantined event."""
    about = {"quarantined": quarantined, "recorded_by": recorder}
    return [_row(f, derived_id("finding", quarantined, n, f.rule, f.field), at) | about
            for n, f in enumerate(findings)]


def _row(finding: Finding, finding_id: str, at: int) -> Row:
    return {
        "id": finding_id, "rule": finding.rule, "severity": finding.severity, "state": "open", "found_at": at,
        "event_id": finding.event_id, "position": finding.position, "field": finding.field, "value": finding.value,
        "message": finding.message, "hint": finding.hint, "section": finding.section,
        "rule_version": finding.rule_version,
    }


def row_of_noted(scope: str, noted: Noted, at: int) -> Row:
    """The row of a finding between records. scope: the neighbourhood it was noted in."""
    told = noted.record
    recorder = told.recorder if told else noted.recorder
    return {
        "id": derived_id("finding", scope, noted.rule, told.no if told else noted.place, noted.field, recorder),
        "scope": scope, "rule": noted.rule, "severity": noted.weight, "state": "open", "found_at": at,
        "record": told.no if told else None, "others": [o.no for o in noted.others], "place": noted.place,
        "recorded_by": recorder, "event_id": told.event_id if told else None, "position": None,
        "cte_type": str(told.cte_type) if told else None, "on": told.on or None if told else None,
        "field": noted.field, "value": noted.value, "message": noted.message, "hint": noted.hint,
        "section": noted.section, "rule_version": RULE_VERSION,
    }


def keep(tx: Transaction, rows: Sequence[Row], batch: int) -> None:
    """Write findings of records that were written in this transaction."""
    for start in range(0, len(rows), batch):
        tx.run("findings/told", rows=rows[start:start + batch])


def keep_quarantined(tx: Transaction, rows: Sequence[Row], batch: int) -> None:
    """Write findings of quarantined events; those kept before stay as they are."""
    for start in range(0, len(rows), batch):
        tx.run("findings/told_of_quarantined", rows=rows[start:start + batch])


def close_of_records(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Close the findings of records that stand no longer. rows: {no, at, by}, as capture/retire takes them."""
    tx.run("findings/close_of_records", rows=rows)


def reopen_of_records(tx: Transaction, records: Sequence[int]) -> None:
    """Open again the findings of records that stand again."""
    tx.run("findings/reopen_of_records", records=list(records))


def close_quarantined(tx: Transaction, quarantined: Sequence[str], by: str, at: int) -> None:
    """Close the findings of what was quarantined. by: resubmitted, corrected or discarded. at: epoch ms."""
    if quarantined:
        tx.run("findings/close_quarantined", quarantined=list(quarantined), by=by, at=at)


def mark(tx: Transaction, revision: int, at: int, records: Mapping[int, int] | Iterable[int] = (),
         lots: Iterable[int] = (), places: Iterable[int] = ()) -> None:
    """Leave word of what a transaction touched, so that the findings between records are judged again.

    records: with their lots where these are known, so that a lot need not be judged more than once.
    """
    rows = []
    lot_of = records if isinstance(records, Mapping) else {}
    for name, numbers in (("records", records), ("lots", lots), ("places", places)):
        ordered = sorted(set(numbers), key=lambda no: (lot_of.get(no, 0), no))
        for start in range(0, len(ordered), MARKED_AT_ONCE):
            part = dict.fromkeys(("records", "lots", "places"), ())
            rows.append({**part, name: ordered[start:start + MARKED_AT_ONCE], "revision": revision, "at": at})
    if rows:
        tx.run("findings/mark", rows=rows)
