"""Judging one event: read it, make its record, and say everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from engine.fsma import dates, reading
from engine.fsma.cte_types import KINDS, CteKind, CteType
from engine.fsma.findings import Finding
from engine.fsma.notes import Notes
from engine.fsma.other.judging import judge_other
from engine.fsma.other.kinds import OTHER_KINDS, OtherType
from engine.fsma.records import CLASSES, Record
from engine.fsma.rules import CHECKS, claims
from engine.fsma.rules.case import Case
from engine.fsma.shapes import shape_faults
from engine.fsma.text import LONGEST, excerpt, fold, tidy

__all__ = ["Judgement", "judge", "shape_faults"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of an event: its record, or None where a finding of severity error quarantines it."""

    record: Record | None
    findings: tuple[Finding, ...]


def judge(
    event: Mapping[str, Any], position: int, today: datetime, date_format: dates.Order | str | None = None,
    transporters: frozenset[str] = frozenset(),
) -> Judgement:
    """Reads and judges one event by itself (rules V-*); raises nothing, whatever was sent.

    position: place of the event in its document, from 0. today: the moment of capture, aware.
    date_format: order of dates such as 04/05/2026 declared for the document, "mm/dd/yyyy" or "dd/mm/yyyy"; the
        event may declare its own.
    transporters: known carriers, as `engine.fsma.rules.transporters.names` gives them.
    """
    event_id = _event_id(event)
    if not isinstance(event, dict):
        notes = Notes(None, None, position)
        notes.add("V-DOC-02", None, "The event is not an object.", "Send one object for each event.", event)
        return Judgement(None, tuple(notes.findings))
    said = event.get("cte_type") or event.get("record_type")
    kind = _kind(said)
    notes = Notes(kind, event_id, position)
    if kind is None:
        _unknown_kind(notes, said)
        return Judgement(None, tuple(notes.findings))
    declared = date_format if isinstance(date_format, dates.Order) else dates.order(date_format)
    if isinstance(kind.cte_type, OtherType):
        record = judge_other(notes, kind.cte_type, event, today, declared)
        return Judgement(None if notes.quarantined else record, tuple(notes.findings))
    found = reading.read(notes, kind, event, declared)
    found["cte_type"] = kind.cte_type
    record = _record(kind, found)
    case = Case(record, kind, notes, today, transporters)
    for check in CHECKS[kind.cte_type]:
        check(case)
    findings = claims.settle(record, notes)
    return Judgement(None if notes.quarantined else record, tuple(findings))


def _record(kind: CteKind, found: dict[str, Any]) -> Record:
    shape = CLASSES[kind.cte_type]
    if kind.is_packing or (found.get(kind.date_field) is not None and found.get(kind.place_field) is not None):
        return shape(**found)
    # Without date or place it will be quarantined; it is judged all the same, so that one answer names every fault.
    draft = {field: found.get(field) for field in (kind.date_field, kind.place_field)}
    return shape.model_construct(**{**found, **draft})


def _event_id(event: Any) -> str | None:
    said = event.get("event_id") if isinstance(event, dict) else None
    return tidy(said) or None if isinstance(said, str) and len(said) <= LONGEST else None


def _kind(said: Any) -> CteKind | None:
    return _named(said) if isinstance(said, str) and len(said) <= 60 else None


@lru_cache(maxsize=256)
def _named(said: str) -> CteKind | None:
    word = fold(said).lower().replace(" ", "_").replace("-", "_")
    if word in set(OtherType):
        return OTHER_KINDS[OtherType(word)]
    return KINDS[CteType(word)] if word in set(CteType) else None


def _unknown_kind(notes: Notes, said: Any) -> None:
    known = ", ".join((*CteType, *OtherType))
    if said is None or said == "":
        notes.add("V-GEN-01", "cte_type", "The event does not say what kind it is.", f"Send one of {known}.")
    else:
        message = f"“{excerpt(said, 60)}” is no kind of event the rule knows."
        notes.add("V-GEN-01", "cte_type", message, f"Send one of {known}.", said)
