"""Judging one of these records: what is missing of what its paragraph asks, and what cannot be right."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.fsma import dates, reading
from engine.fsma.descriptions import LocationDescription
from engine.fsma.notes import Notes
from engine.fsma.other import agreements
from engine.fsma.other.kinds import OTHER_KINDS, OtherType
from engine.fsma.other.records import OTHER_CLASSES, OtherRecord
from engine.fsma.rules import general, places
from engine.fsma.rules.case import Case
from engine.fsma.text import fold

AGREEMENTS = {
    **{word: word for word in sorted(agreements.KINDS)},
    "kill": "kill_step", "change": "change_of_form", "form_change": "change_of_form", "commingled": "commingling",
}  # fmt: skip
# A place that a purchase names owes its address alone; its name stands beside it.
_ADDRESSES = ("farm_address", "place_address")
_NAMED_ELSEWHERE = ("business_name", "phone")
# Agreements are renewed before they end, and take effect later than they are signed.
_AGREED_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class _Owed:
    """What a kind of record owes. dated: it cannot be accepted without its date. either: nor without one of these."""

    fields: tuple[str, ...]
    either: tuple[str, ...]
    dated: bool = True


_FARM = _Owed(("food_name", "farm_name", "farm_address"), ("food_name", "farm_name"), dated=False)
_OWED: Mapping[OtherType, _Owed] = {
    OtherType.KILL_STEP_RECORD: _Owed(("process",), ("location",)),
    OtherType.WRITTEN_AGREEMENT: _Owed(("shipper", "receiver", "kind", "printed_names", "substance"),
                                       ("shipper", "receiver")),
    OtherType.FARM_DIRECT_PURCHASE: _FARM,
    OtherType.FARM_TO_SCHOOL_PURCHASE: _FARM,
    OtherType.AD_HOC_PURCHASE: _Owed(("product_name", "place_name", "place_address"), ("product_name", "place_name")),
    OtherType.ONE_UP_ONE_BACK: _Owed(("food", "quantity", "packaging"), ("previous_source", "next_recipient")),
}


def judge_other(notes: Notes, kind: OtherType, event: Mapping[str, Any], today: Any,
                declared: dates.Order | None) -> OtherRecord:
    """Reads and judges one record; whether it may be accepted is in `notes`.

    today: the moment of capture, aware. declared: order of dates such as 04/05/2026.
    """
    found = reading.read(notes, OTHER_KINDS[kind], _spelled(event), declared)
    found.pop("record_type", None)
    if kind is OtherType.WRITTEN_AGREEMENT and found.get("kind"):
        found["kind"] = _agreement(notes, found["kind"])
    record = OTHER_CLASSES[kind](**{**found, "cte_type": kind})
    case = Case(record, OTHER_KINDS[kind], notes, today)
    for check in (general.correction, _date, _whom, _missing, *_MORE.get(kind, ()), _places):
        check(case)
    return record


def _spelled(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The event with its lot code under the name all records have for it."""
    if "lot_code" not in event or event.get("tlc"):
        return event
    return {("tlc" if field == "lot_code" else field): value for field, value in event.items() if field != "tlc"}


def _agreement(notes: Notes, said: str) -> str:
    known = AGREEMENTS.get(fold(said).lower().replace(" ", "_").replace("-", "_"))
    if known is None:
        notes.add("V-DOC-06", "kind", "The kind of agreement is none of kill_step, change_of_form and commingling.",
                  "Send one of the three; the text is kept.", said)
    return known or said


def _date(case: Case) -> None:
    on = case.record.on
    if case.kind.cte_type is OtherType.WRITTEN_AGREEMENT and on is not None and (
            case.now.date() < on <= case.now.date() + _AGREED_AHEAD):
        return
    if on is not None or _OWED[case.kind.cte_type].dated:
        general.date_of_event(case)


def _whom(case: Case) -> None:
    """Without any of these nobody can tell what the record is about."""
    either = _OWED[case.kind.cte_type].either
    if all(_value(case, field) is None for field in either) and not any(map(case.unreadable, either)):
        named = " nor the ".join(case.label(field) for field in either)
        lead = "Neither the " if len(either) > 1 else "The "
        case.note("V-GEN-05", either[0], f"{lead}{named} is named.", "Ask for it, and send the record again.")


def _missing(case: Case) -> None:
    owed = _OWED[case.kind.cte_type]
    nothing = all(_value(case, field) is None for field in owed.either)
    for field in owed.fields:
        if not (nothing and field in owed.either) and _value(case, field) in (None, ()) and not case.unreadable(field):
            general.missing(case, field)


def _value(case: Case, field: str) -> Any:
    return getattr(case.record, "agreement_kind" if field == "kind" else field)


def _agreement_dates(case: Case) -> None:
    begins, ends = case.record.effective_date, case.record.renew_by
    if begins is None:
        return
    if ends is None:
        case.note("V-AGR-01", "renew_by", "The agreement does not say by when it is renewed.",
                  f"Renew it by {agreements.three_years_after(begins)}, and send that date.")
    elif ends < begins:
        case.note("V-AGR-01", "renew_by", "The agreement is due for renewal before it takes effect.",
                  "Check both dates.", ends)
    elif ends > agreements.three_years_after(begins):
        case.note("V-AGR-01", "renew_by", "The agreement runs for more than three years.",
                  f"Renew it by {agreements.three_years_after(begins)}.", ends)


def _codes(case: Case) -> None:
    if not case.record.tlcs_received:
        case.note("V-TLC-02", "tlcs_received", "No lot code of the food treated is named.",
                  "Name the lot codes as they were received; a trace cannot end at this record without them.")


def _code(case: Case) -> None:
    if case.record.tlc is None:
        case.note("V-TLC-02", "tlc", "No lot code is named; it is owed where there is one.",
                  "Send it if the food came with one: a trace goes on from there.", severity="info")


def _own_place(case: Case) -> None:
    if case.record.location is None:
        case.note("V-DOC-03", "location", "The record does not say at whose place the food was.",
                  "Send your own place as location, so that a trace can pass through it.", severity="info")


_MORE: Mapping[OtherType, tuple[Callable[[Case], None], ...]] = {
    OtherType.KILL_STEP_RECORD: (_codes,),
    OtherType.WRITTEN_AGREEMENT: (_agreement_dates,),
    OtherType.ONE_UP_ONE_BACK: (_code, _own_place),
}


def _places(case: Case) -> None:
    """Every place of the record; the address of a farm or shop needs neither name nor phone number."""
    for role, place in case.record.named_places():
        for rule, part, what, hint, value in _faults(role, place):
            case.note(rule, f"{role}.{part}" if part else role, f"The {case.label(role)} {what}.", hint, value)


def _faults(role: str, place: LocationDescription) -> Iterator[places.Fault]:
    for fault in places.faults(place):
        rule, part = fault[:2]
        excused = (role in _ADDRESSES and part in _NAMED_ELSEWHERE) or (role == "record_owner" and rule != "V-LOC-05")
        if not excused:
            yield fault
