"""Values of a record as a spreadsheet holds them: text, numbers, dates, and words for what is missing."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

Value = str | int | float | date

NOT_RECORDED = "NOT RECORDED"
NOT_APPLICABLE = "n/a"
UNPACKAGED = "n/a (Unpackaged)"
PACKAGED = "n/a (Packaged)"
NO_FTL_INPUT = "n/a (Ingredients not on FTL)"
SEE_REFERENCE = "n/a (See Traceability Lot Code Source Reference)"

# Words that people type where they have nothing to say.
_PLACEHOLDERS = {"", "n/a", "na", "none", "unknown", "tbd", "-", "?", "0000", "xxx"}

# Excel's calendar has a 29 February 1900 that never was; before 1 March its day numbers are one off.
_FIRST_EXCEL_DAY = date(1900, 3, 1)

TEXT_LIMIT = 32_767
CUT_MARK = " [cut at 32,767 characters]"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_missing(value: object) -> bool:
    """Nothing there: null, blank text, a list or object with nothing in it."""
    if isinstance(value, str):
        return not value or value.isspace()
    if isinstance(value, dict):
        return all(is_missing(v) for v in value.values())
    if isinstance(value, list | tuple):
        return all(is_missing(v) for v in value)
    return value is None


def is_placeholder(value: object) -> bool:
    """A word that stands for nothing; `n/a (reason)` is one, it says why."""
    if not isinstance(value, str):
        return False
    word = value.strip().lower()
    return word in _PLACEHOLDERS or word.startswith("n/a (")


def as_text(value: object) -> str:
    """A scalar as text; numbers without a needless `.0`."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list | tuple):
        return "; ".join(as_text(v) for v in value)
    if isinstance(value, dict):
        return "; ".join(f"{k}: {as_text(v)}" for k, v in value.items() if not is_missing(v))
    return str(value)


def as_date(value: object) -> Value:
    """An ISO 8601 date, its time dropped, as a date; what is none, or none Excel can hold, stays text."""
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        try:
            value = date.fromisoformat(str(value)[:10])
        except ValueError:
            return as_text(value)
    return value if value >= _FIRST_EXCEL_DAY else value.strftime("%m/%d/%Y")


def as_number(value: object) -> Value:
    """A quantity as a number; what is none (or infinite) stays text."""
    if isinstance(value, bool):
        return as_text(value)
    if isinstance(value, int) and abs(value) < 10**15:
        return value
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return as_text(value)
    if not number.is_finite() or abs(number) > Decimal("1e300"):
        return as_text(value)
    return int(number) if number == number.to_integral_value() and abs(number) < 10**15 else float(number)


def clean(text: str) -> tuple[str, str | None]:
    """Text as a spreadsheet cell can hold it, and what was done to it (None when nothing).

    Control characters become their visible pictures (U+2400 on), other code points XML forbids U+FFFD;
    text over Excel's 32,767 UTF-16 units is cut and marked.
    """
    note = None
    if _NOT_XML.search(text):
        text = _NOT_XML.sub(_visible, text)
        note = "characters a spreadsheet cannot hold are shown as pictures"
    if len(text) > TEXT_LIMIT // 2 and _units(text) > TEXT_LIMIT:
        kept = text.encode("utf-16-le")[: 2 * (TEXT_LIMIT - len(CUT_MARK))]
        text = kept.decode("utf-16-le", "ignore") + CUT_MARK
        note = "text cut at 32,767 characters, Excel's limit; the record holds all of it"
    return text, note


def _visible(match: re.Match) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
