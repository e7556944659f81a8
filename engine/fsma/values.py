"""Single values out of JSON: text, numbers, dates; what cannot be read becomes a finding."""

import math
import re
from datetime import UTC, date, datetime
from typing import Any

from engine.fsma import dates, gs1, tlc, units
from engine.fsma.notes import Notes
from engine.fsma.several import several
from engine.fsma.text import LONGEST, is_placeholder, says_not_applicable, tidy, verbatim


def scalar(notes: Notes, field: str, value: Any) -> str | None:
    """The value as text of bearable length, untouched; None where nothing was sent or it is no text."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        if value is not None:
            notes.wrong_type(field, value, "text")
        return None
    if not isinstance(value, str):
        value = _digits(value)
        if value is None:
            notes.add("V-DOC-02", field, f"The {notes.label(field)} is no readable number.", "Send it as text.")
            return None
    if len(value) > LONGEST:
        notes.too_long(field, value)
        return None
    return value


def _digits(value: float) -> str | None:
    # Python refuses to print integers of more than 4,300 digits.
    if abs(value) >= 10**30 or not math.isfinite(value):
        return None
    return str(int(value)) if value == int(value) else repr(value)


def text(notes: Notes, field: str, value: Any) -> str | None:
    """The value as tidy text; None for placeholders such as n/a, unknown or 0000."""
    said = scalar(notes, field, value)
    return None if said is None else _told(notes, field, tidy(said))


def lot_code(notes: Notes, field: str, value: Any) -> str | None:
    """A lot code as received; one read off a barcode is spelled in brackets, as FNC1 fits in no cell.

    Codes on lines of their own are divided by semicolons, as no line break is kept: they must not become one code.
    """
    said = scalar(notes, field, value)
    if said is None:
        return None
    if "\n" in said and (lines := several(said)):
        said = "; ".join(lines.codes)
    said = verbatim(said)
    if "\x1d" in said or said.startswith("]"):
        code = tlc.parse(said)
        said = f"(01){code.gtin}(10){code.lot}" if code.is_pair else tidy(said)
    return _told(notes, field, said)


def _told(notes: Notes, field: str, said: str) -> str | None:
    if not is_placeholder(said):
        return said
    if says_not_applicable(said):
        notes.not_applicable.add(field)
    return None


def day(notes: Notes, field: str, value: Any, declared: dates.Order | None) -> dates.Reading | None:
    """A calendar date; None where none was sent, or it cannot be read (V-GEN-02, V-SEA-02)."""
    said = scalar(notes, field, value)
    if said is None or is_placeholder(said):
        return None
    reading = dates.read(said, declared)
    if reading.trouble is None:
        return reading
    label = notes.label(field)
    rule = "V-SEA-02" if field in ("harvest_date_start", "harvest_date_end") else "V-GEN-02"
    if reading.trouble is dates.Trouble.AMBIGUOUS:
        ways = "two ways" if len(reading.choices) == 2 else "several ways"
        message = f"The {label} can be read {ways}: {' or '.join(map(_spelled, reading.choices))}."
        either = " or ".join(map(str, reading.choices))
        hint = f"Ask which is meant, and send {either}, or declare date_format mm/dd/yyyy or dd/mm/yyyy."
    else:
        message = f"The {label} is no date that can be read."
        hint = "Ask for the date and send it as year-month-day, for example 2026-08-14."
    notes.add(rule, field, message, hint, value, "error")
    return None


def _spelled(when: date) -> str:
    return f"{when.day} {when:%B} {when.year}"


def moment(notes: Notes, field: str, value: Any) -> datetime | None:
    """A time with its offset, UTC where none is given; None where none was sent or it cannot be read."""
    said = text(notes, field, value)
    if said is None:
        return None
    try:
        read = datetime.fromisoformat(said)
        read = read if read.tzinfo else read.replace(tzinfo=UTC)
        read.astimezone(UTC)
    except (ValueError, OverflowError):
        hint = "Send it as 2026-08-14T15:40:00Z."
        notes.add("V-DOC-06", field, f"The {notes.label(field)} is no time that can be read.", hint, value)
        return None
    return read


def quantity(notes: Notes, field: str, value: Any) -> tuple[float | int | None, str | None]:
    """A number, and the unit where both stand in one value ("10 CS"); V-GEN-06 where it is no number."""
    if value is None or (isinstance(value, str) and len(value) <= LONGEST and is_placeholder(value)):
        return None, None
    found: tuple[float | int | None, str | None] = (None, None)
    if isinstance(value, str) and len(value) <= LONGEST:
        found = units.split(value)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        found = units.number(value), None
    if found[0] is None:
        hint = "Ask how much it was and send a plain number, for example 24 or 12.5."
        notes.add("V-GEN-06", field, f"The {notes.label(field)} is not a number.", hint, value, "error")
    return found


def flag(notes: Notes, field: str, value: Any) -> bool | None:
    """True, false or not said."""
    if value is not None and not isinstance(value, bool):
        notes.wrong_type(field, value, "true or false")
        return None
    return value


def gtin(notes: Notes, field: str, said: str | None) -> str | None:
    """A GTIN in fourteen digits where it can be read, else as sent, for a finding to show; V-PRD-02 where padded."""
    code = tlc.normal_gtin(said)
    if code is None:
        return said or None
    digits = re.sub(r"[^0-9]", "", said.removesuffix(".0"))
    if len(digits) not in gs1.GTIN_LENGTHS:
        message = f"The GTIN has {len(digits)} digits; it lost its leading zeros and was padded."
        notes.add("V-PRD-02", field, message, "Compare it with the case label.", said)
    return code


def gln(said: str) -> str:
    """A GLN without blanks, hyphens, the word or the Digital Link around it."""
    match = re.search(r"/414/([0-9]{13})(?:[/?#]|$)", said)
    bare = re.sub(r"[\s-]", "", re.sub(r"^\s*GLN\s*[:#]?\s*", "", said, flags=re.I))
    return match.group(1) if match else bare
