"""What became of a file, row by row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest

from engine.imports.job import Import


class Outcome(StrEnum):
    """What became of a row."""

    ACCEPTED = "accepted"
    WARNED = "accepted_with_warning"
    QUARANTINED = "quarantined"
    SKIPPED = "skipped"


OUTCOMES = tuple(Outcome)
_GRAVITY = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """One row of a file. row: from 1. reason: why it was skipped or quarantined, or what the first warning says.

    record_id: of the record it was accepted as. quarantine_id: where its input waits for an answer.
    """

    sheet: str
    row: int
    outcome: Outcome
    reason: str | None = None
    record_id: str | None = None
    quarantine_id: str | None = None


@dataclass(frozen=True, slots=True)
class CellFinding:
    """One thing noticed about a cell, a row (column None), or a sheet (row None)."""

    rule: str | None
    severity: str
    sheet: str
    row: int | None
    column: str | None
    field: str | None
    value: str | None
    message: str
    hint: str | None


@dataclass(frozen=True, slots=True)
class LotNamed:
    """A lot the file speaks of. role: what its records say of it: assigned, shipped, received, input, crop, seed."""

    lot_id: str
    tlc: str | None
    role: str


@dataclass(frozen=True)
class ImportAnswer:
    """An import with its findings and lots, as many as one answer tells.

    `of.tally.findings` counts what was noticed in rows; between: how many findings between its records and others are
    open now. settled: False while records of it wait to be judged among others.
    """

    of: Import
    findings: tuple[CellFinding, ...] = ()
    lots: tuple[LotNamed, ...] = ()
    between: int = 0
    settled: bool = True


def gravest(findings: Iterable[CellFinding], most: int) -> tuple[CellFinding, ...]:
    """As many findings as are told at once, in the order of the file; of too many the gravest."""
    numbered = nsmallest(most, ((_GRAVITY.get(f.severity, 3), number, f) for number, f in enumerate(findings)))
    return tuple(f for _, _, f in sorted(numbered, key=lambda each: each[1]))


def by_outcome(counts: Mapping[Outcome, int]) -> tuple[int, ...]:
    """Numbers of rows in the order of OUTCOMES."""
    return tuple(counts.get(outcome, 0) for outcome in OUTCOMES)
