"""What every record needs: a date, a place, an amount, a paper (V-GEN-02 to V-GEN-11, V-TLC-05, V-DOC-03)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from engine.fsma.rules.case import Case
from engine.fsma.text import fold

FUTURE_TOLERANCE = timedelta(hours=48)
OLDEST = date(2000, 1, 1)
OLD_YEARS = 5

# Types the rule and FDA's own sample name (21 CFR 1.1310).
DOCUMENT_TYPES = frozenset(
    fold(name)
    for name in (
        "Bill of lading", "BOL", "Bill of lading (BOL)", "Purchase order", "PO", "Advance shipping notice", "ASN",
        "Advance ship notice", "Work order", "Invoice", "Database record", "Batch log", "Production log",
        "Field tag", "Catch certificate", "Receipt", "Receipt of goods", "Transfer order", "Harvest log",
        "Dealers report", "Dealer's report", "Dealer report", "Weight ticket", "Packing order", "Packing log",
        "Packing slip", "Trip ticket",
    )
)  # fmt: skip
# Required by the rule and named by none of the checks V-*.
_REQUIRED = frozenset(
    {
        "immediate_subsequent_recipient",
        "ship_to_location",
        "immediate_previous_source",
        "harvest_date_start",
        "harvest_date_end",
    }
)


def correction(case: Case) -> None:
    """A correction has an event id of its own: two that shared one would each undo the other (V-DOC-07)."""
    corrected = case.record.supersedes_event_id
    if corrected and corrected == case.record.event_id:
        case.note("V-DOC-07", "supersedes_event_id", "A correction carries the event id of what it corrects.",
                  "Give the correction an event id of its own and name the corrected one in supersedes_event_id.",
                  corrected)


def date_of_event(case: Case) -> None:
    """The event's own date: there, not in the future, not of another age (V-GEN-02 to V-GEN-04)."""
    field, on = case.kind.date_field, case.record.on
    label = case.label(field)
    if on is None:
        if not case.unreadable(field):
            hint = "Ask on which day it happened, and send it as year-month-day."
            case.note("V-GEN-02", field, f"The {label} is missing.", hint)
        return
    ahead = _moment(case, on) - case.now
    if ahead > FUTURE_TOLERANCE:
        hint = "Check the year and the order of day and month."
        case.note("V-GEN-03", field, f"The {label} is more than 48 hours in the future.", hint, on, "error")
    elif ahead > timedelta(0):
        hint = "Check the date; it is accepted as sent."
        case.note("V-GEN-03", field, f"The {label} lies in the future.", hint, on)
    elif on < OLDEST:
        case.note("V-GEN-04", field, f"The {label} is before the year 2000.", "Check the year.", on, "error")
    elif on < _years_before(case.now.date(), OLD_YEARS):
        case.note("V-GEN-04", field, f"The {label} is more than five years old.", "Check the year.", on)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # a 29 February
        return day.replace(year=day.year - years, day=28)


def _moment(case: Case, on: date) -> datetime:
    sent = case.record.event_time
    if sent is not None and sent.date() == on:
        return sent
    return datetime.combine(on, time(), UTC)


def place_of_event(case: Case) -> None:
    """The event's own place, which for some kinds is the lot code source too (V-GEN-05, V-TLC-05)."""
    field, place = case.kind.place_field, case.record.place
    if (place is not None and place.has_key) or case.tells_of_seeds_only:
        return
    label = case.label(field)
    hint = "Send its GLN, or its business name with street address or coordinates."
    if place is None:
        if not case.unreadable(field):
            case.note("V-GEN-05", field, f"The {label} is missing.", hint)
    else:
        case.note("V-GEN-05", field, f"The {label} cannot be told from other places.", hint, _shown(place))
    if case.kind.source_is_place:
        message = f"The {label} is the traceability lot code source, and it is not known."
        case.note("V-TLC-05", field, message, "Name the place where the lot code was assigned.")


def _shown(place: object) -> str:
    return ", ".join(str(part) for _, part in place if part is not None)


def quantities(case: Case) -> None:
    """How much, and of what unit (V-GEN-06 to V-GEN-08)."""
    if case.tells_of_seeds_only:
        return
    for path, number, unit_path, unit in _amounts(case):
        if number is None:
            if not case.unreadable(path):
                case.note("V-GEN-07", path, f"The {case.label(path)} is missing.", "Ask how much it was.")
        elif number <= 0:
            amount = "zero" if number == 0 else "negative"
            hint = "Check the quantity; until then it does not count in balances."
            case.note("V-GEN-06", path, f"The {case.label(path)} is {amount}.", hint, number)
        if unit is None and not case.unreadable(path):
            hint = "Ask for the unit, for example case or pound."
            case.note("V-GEN-08", unit_path, f"The {case.label(unit_path)} is missing.", hint)


def _amounts(case: Case) -> Iterator[tuple[str, float | None, str, str | None]]:
    kind, record = case.kind, case.record
    yield (
        kind.quantity_field,
        getattr(record, kind.quantity_field),
        kind.unit_field,
        getattr(record, kind.unit_field),
    )
    for index, block in enumerate(getattr(record, "received", ())):
        path = f"received[{index}]."
        yield (
            path + "quantity_received",
            block.quantity_received,
            path + "unit_of_measure_received",
            block.unit_of_measure_received,
        )


def documents(case: Case) -> None:
    """The paper behind the record (V-GEN-10, V-GEN-11)."""
    if not case.record.reference_documents and not case.unreadable("reference_documents"):
        hint = "Name the paper the record was taken from, for example the bill of lading and its number."
        case.note("V-GEN-10", "reference_documents", "No reference document is named.", hint)
    for index, paper in enumerate(case.record.reference_documents):
        path = f"reference_documents[{index}]"
        if paper.document_type is None:
            message = "A reference document lacks its type."
            hint = "Say what it is, for example invoice."
            case.note("V-GEN-10", f"{path}.document_type", message, hint, paper.document_number)
        elif fold(paper.document_type) not in DOCUMENT_TYPES:
            message = "The type of the reference document is not one of the usual ones."
            hint = "Nothing to do if your records use this name; explain it in the plan."
            case.note("V-GEN-11", f"{path}.document_type", message, hint, paper.document_type)
        if paper.document_number is None:
            message, hint = "A reference document lacks its number.", "Ask for the number."
            case.note("V-GEN-10", f"{path}.document_number", message, hint, paper.document_type)


def required(case: Case) -> None:
    """Data elements the rule requires and no other check names (V-DOC-03)."""
    for field in case.kind.fields:
        if field in _REQUIRED and getattr(case.record, field) is None and not case.unreadable(field):
            missing(case, field)


def missing(case: Case, path: str) -> None:
    """Notes a required data element that is not there."""
    label = case.label(path)
    case.note("V-DOC-03", path, f"The {label} is missing.", f"Ask for the {label}.")
