"""Exemption claims: a gap the claim covers is a note, not a warning (21 CFR 1.1305)."""

import re
from dataclasses import replace
from datetime import date

from engine.fsma import dates
from engine.fsma.findings import Finding
from engine.fsma.notes import Notes
from engine.fsma.records import Record

# Findings that something is missing; a claim never excuses what is wrong.
GAPS = frozenset(
    {
        "V-GEN-07", "V-GEN-08", "V-GEN-10", "V-LOC-01", "V-LOC-02", "V-LOC-03", "V-PRD-01", "V-TLC-02", "V-TLC-04",
        "V-HAR-01", "V-PCK-01", "V-PCK-02", "V-SEA-01", "V-SEA-03", "V-TRF-02", "V-SPR-01", "V-DOC-03",
    }
)  # fmt: skip
# One-up one-back is still owed: who, what and how much. Lot codes, fields and papers are not.
_ONE_UP = GAPS - {"V-GEN-07", "V-GEN-08", "V-LOC-01", "V-LOC-02", "V-LOC-03", "V-PRD-01", "V-DOC-03"}
# Name and address of the farm or shop are still owed.
_PURCHASE = GAPS - {"V-LOC-01", "V-LOC-02", "V-LOC-03", "V-PRD-01"}

_EXCUSED = {
    **dict.fromkeys("abcefginopqr", GAPS),
    **dict.fromkeys("hm", _ONE_UP),
    **dict.fromkeys("jkl", _PURCHASE),
    "d": GAPS,
}
_PARAGRAPH = re.compile(r"(?:§?\s*(?:21 CFR\s*)?1\.1305\s*)?\(?([a-r])\)?\s*(?:\(?(\d)\)?.*)?", re.I)
# A claim of whom food came from excuses gaps in that party's description; to name it is owed all the same.
_FROM_EXEMPT = {
    "receiving_exempt_source": "immediate_previous_source.",
    "initial_packing_exempt_source": "source_location.",
    "transformation_unpacked_rac": "source_location.",
}
_RECEIPTS = ("receiving", "receiving_exempt_source")


def settle(record: Record, notes: Notes) -> list[Finding]:
    """The findings with those a valid claim covers turned into information."""
    claim, findings = record.exemption_claim, notes.findings
    if claim is None:
        return findings
    match = _PARAGRAPH.fullmatch(claim.paragraph)
    if match is None:
        hint = "Name the paragraph of §1.1305, for example (a)(1)."
        message = "The exemption claimed is no paragraph of §1.1305."
        notes.add("V-DOC-05", "exemption_claim", message, hint, claim.paragraph)
        return findings
    for bound in ("valid_from", "valid_until"):
        if _unreadable(said := getattr(claim, bound)):
            notes.add("V-DOC-06", f"exemption_claim.{bound}", "A date of the exemption claim cannot be read, or can be "
                      "read two ways; until it can, the claim excuses nothing.",
                      "Send it as year-month-day, for example 2026-08-14.", said)
    if record.on is None or not _covers(record.on, claim.valid_from, claim.valid_until):
        return findings
    excused = _excused(record, *match.groups())
    about = _FROM_EXEMPT.get(record.cte_type)
    if record.cte_type == "transformation_unpacked_rac" and not record.from_exempt_source:
        about = None
    return [
        replace(f, severity="info", hint=f"Covered by the claim under §1.1305{claim.paragraph}. {f.hint}")
        if _is_gap(f) and f.rule in excused and (about is None or (f.field or "").startswith(about))
        else f
        for f in findings
    ]


def holds(record: Record) -> bool:
    """True where the record carries a claim of a paragraph of 1.1305 that is valid on its day."""
    claim, day = record.exemption_claim, record.on
    return bool(claim and day and _PARAGRAPH.fullmatch(claim.paragraph)
                and _covers(day, claim.valid_from, claim.valid_until))


def _is_gap(finding: Finding) -> bool:
    # A value that was sent and is plainly wrong is no gap, and stays a warning.
    wrong = finding.rule.startswith("V-LOC") and finding.value is not None
    return finding.severity == "warning" and not wrong


def _excused(record: Record, letter: str, number: str | None) -> frozenset[str]:
    # Who kills or changes the food itself owes the record of its receipt all the same (d)(3), (d)(4).
    if letter.lower() == "d" and number in ("3", "4") and record.cte_type in _RECEIPTS:
        return frozenset()
    return _EXCUSED[letter.lower()]


def _unreadable(text: str | None) -> bool:
    return text is not None and dates.read(text).day is None


def _covers(day: date, start: str | None, end: str | None) -> bool:
    if _unreadable(start) or _unreadable(end):
        return False
    first, last = (dates.read(text).day if text else None for text in (start, end))
    return (first or day) <= day <= (last or day)
