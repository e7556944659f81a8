"""A part of a file judged: what each row comes to, what is noticed where, and the document to capture."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from engine.capture.document import Document, Origin
from engine.capture.quarantine import quarantine_id
from engine.capture.written import record_id_of, record_key
from engine.fsma.findings import Finding
from engine.fsma.judge import Judgement, judge
from engine.ids import derived_id
from engine.imports.answers import CellFinding, Outcome, RowOutcome, by_outcome
from engine.imports.job import Import, Tally
from engine.sheets import RowGroup, SheetNote


@dataclass(frozen=True)
class JudgedPart:
    """Some groups of rows of an import. judgements: one for each group, None for what is not captured.

    theirs: types of the records of others that come back in an export of ours.
    """

    document: Document
    groups: Sequence[RowGroup]
    judgements: Sequence[Judgement | None]
    rows: tuple[RowOutcome, ...]
    findings: tuple[CellFinding, ...]
    theirs: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> Counter[Outcome]:
        """Rows by outcome."""
        return Counter(row.outcome for row in self.rows)

    def added_to(self, before: Tally, created: int, duplicates: int) -> Tally:
        """The tally of the import with this part done."""
        kinds = Counter(before.by_type or {})
        kinds.update(str(j.record.cte_type) for j in self.judgements if j and j.record)
        kinds.update(self.theirs)
        counts = self.counts
        return Tally(
            self.document.first + len(self.groups), before.read + len(self.rows),
            before.accepted + counts[Outcome.ACCEPTED] + counts[Outcome.WARNED],
            before.warned + counts[Outcome.WARNED], before.quarantined + counts[Outcome.QUARANTINED],
            before.skipped + counts[Outcome.SKIPPED], before.created + created,
            before.duplicates + duplicates + len(self.theirs),
            before.findings + len(self.findings), dict(sorted(kinds.items())),
            (*before.parts, (self.document.first, *by_outcome(counts))),
        )

    def with_sending(self, told: Iterable[Finding]) -> "JudgedPart":
        """The part with what only its capture can tell: that a row does not stand, though nothing is wrong with it."""
        said = {f.position - self.document.first: f for f in told if f.rule == "V-GEN-12" and f.severity == "warning"}
        if not said:
            return self
        message = {(self.groups[i].sheet, row): f.message for i, f in said.items() for row in self.groups[i].rows}
        rows = tuple(
            replace(row, outcome=Outcome.WARNED, reason=message[row.sheet, row.row])
            if row.outcome is Outcome.ACCEPTED and (row.sheet, row.row) in message else row for row in self.rows)
        cells = [CellFinding(f.rule, f.severity, self.groups[i].sheet, self.groups[i].rows[0], None, f.field, f.value,
                             f.message, f.hint) for i, f in said.items()]
        order = {sheet: number for number, sheet in enumerate(dict.fromkeys(g.sheet for g in self.groups))}
        findings = sorted((*self.findings, *cells), key=lambda f: (order.get(f.sheet, 0), f.row or 0))
        return replace(self, rows=rows, findings=tuple(findings))


def capture_id(of: Import) -> str:
    """The capture that holds the records of an import."""
    return derived_id("capture", of.organization, of.id)


def part_key(of: Import, first: int) -> str:
    """Where on S3 the part that begins with group `first` lies as it was sent."""
    return f"{of.folder}sent-{first:07}.json.gz"


def judge_part(of: Import, first: int, groups: Sequence[RowGroup], now: datetime,
               transporters: frozenset[str] = frozenset(), exported: Mapping[str, str] = MappingProxyType({}),
               ) -> JudgedPart:
    """Judge some groups of rows, the first of which is group `first` of the file.

    exported: content keys of others' records by the ids our own export wrote beside them. A row that says just what
    such a record says makes no record of the sender's.
    """
    judgements = [_judged(group, first + i, now, of.date_format, transporters) for i, group in enumerate(groups)]
    theirs = {i for i, (group, found) in enumerate(zip(groups, judgements, strict=True))
              if found and found.record and exported.get(group.record_id) == found.record.content_key()}
    origins = [Origin(of.id, g.sheet, g.rows, of.spot(g.sheet, g.rows[0])) for g in groups]
    document = Document(of.sha256, of.size, [g.event for g in groups], of.kind, first, origins, capture_id(of),
                        part_key(of, first))
    order = {sheet["sheet"]: number for number, sheet in enumerate(of.sheets)}
    rows = sorted((row for i, (group, found) in enumerate(zip(groups, judgements, strict=True))
                   for row in (_known(group) if i in theirs else _rows(of, first + i, group, found))),
                  key=lambda r: (order.get(r.sheet, 0), r.row))
    findings = tuple(told for group, found in zip(groups, judgements, strict=True)
                     for told in told_of(group, found.findings if found else ()))
    kept = [None if i in theirs else found for i, found in enumerate(judgements)]
    return JudgedPart(document, groups, kept, tuple(rows), findings,
                      tuple(str(judgements[i].record.cte_type) for i in sorted(theirs)))


def _judged(group: RowGroup, position: int, now: datetime, date_format: str | None,
            transporters: frozenset[str]) -> Judgement | None:
    """The judgement of a group; what its cells look like can forbid a record that reads well."""
    if group.event is None:
        return None
    judged = judge(group.event, position, now, date_format, transporters)
    noted = tuple(_finding(note, group, position) for note in group.notes if note.rule)
    if not noted:
        return judged
    refused = any(note.severity == "error" for note in group.notes)
    found = sorted((*judged.findings, *noted), key=lambda f: _GRAVITY[f.severity])
    return replace(judged, record=None if refused else judged.record, findings=tuple(found))


_GRAVITY = {"error": 0, "warning": 1, "info": 2}


def _finding(note: SheetNote, group: RowGroup, position: int) -> Finding:
    event_id = group.event.get("event_id")
    return Finding(note.rule, note.severity, event_id if isinstance(event_id, str) else None, note.field, note.value,
                   note.message, note.hint, "§1.1455(c)", position)


def _rows(of: Import, position: int, group: RowGroup, judged: Judgement | None) -> Iterator[RowOutcome]:
    outcome, reason = _outcome(group, judged)
    record = judged.record if judged else None
    record_id = record_id_of(record_key(of.organization, record)) if record else None
    waits = quarantine_id(capture_id(of), position) if outcome is Outcome.QUARANTINED else None
    return (RowOutcome(group.sheet, row, outcome, reason, record_id, waits) for row in group.rows)


def _known(group: RowGroup) -> Iterator[RowOutcome]:
    """Rows that say what a record of another firm says."""
    return (RowOutcome(group.sheet, row, Outcome.ACCEPTED, _THEIRS, group.record_id) for row in group.rows)


_SAY_ONCE = "Or save once, in your mapping, which place the name stands for."
_THEIRS = "Known already: our own export of another firm's record."


def _outcome(group: RowGroup, judged: Judgement | None) -> tuple[Outcome, str | None]:
    if judged is None:
        return Outcome.SKIPPED, group.reason
    worst = min(judged.findings, key=lambda f: _GRAVITY[f.severity], default=None)
    if judged.record is None:
        return Outcome.QUARANTINED, f"{worst.message} {worst.hint}"
    if worst and worst.severity == "warning":
        return Outcome.WARNED, worst.message
    return Outcome.ACCEPTED, None


def told_of(group: RowGroup, findings: Iterable[Finding]) -> Iterator[CellFinding]:
    """What is noticed in a group, at the cells it speaks of; what its cells look like is told once."""
    for note in group.notes:
        yield CellFinding(note.rule, note.severity, group.sheet, note.row or group.rows[0], note.column, note.field,
                          note.value, note.message, note.hint)
    noted = {(n.rule, n.message) for n in group.notes}
    for f in findings:
        if (f.rule, f.message) not in noted:
            row, column = group.cell_of(f.field) or (group.rows[0], None)
            hint = f"{f.hint} {_SAY_ONCE}" if f.rule == "V-LOC-02" or (f.rule == "V-GEN-05" and f.value) else f.hint
            yield CellFinding(f.rule, f.severity, group.sheet, row, column, f.field, f.value, f.message, hint)
