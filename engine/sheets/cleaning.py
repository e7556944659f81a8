"""Values out of cells that spreadsheet programs or people have mangled; what cannot be mended is asked for."""

import re
from datetime import date, datetime

from engine.fsma import dates, gs1
from engine.fsma.text import plain
from engine.sheets.forms import Reads
from engine.sheets.grid import Value, shown
from engine.sheets.styles import moment

# Excel writes the exponent with a plus sign and two digits; a lot code such as 12E4 has neither.
_SCIENTIFIC = re.compile(r"\s*[+-]?\d(?:[.,]\d+)?E\+\d{2}\s*", re.I)
_POINT_ZERO = re.compile(r"\s*(\d+)[.,]0+\s*")
_ESCAPED = re.compile(r"'(?=[=+\-@\t\r])")
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"\s*')
_YES, _NO = frozenset({"yes", "y", "true", "x", "1", "wahr", "vrai"}), frozenset({"no", "n", "false", "0", "falsch"})
# What programs write into a CSV, or paste as text, for a formula that failed.
_ERROR = re.compile(
    r"\s*(?:#(?:N/A|(?:REF|VALUE|DIV/0|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|ERROR)!|NAME\?)|Err:\d{3})\s*", re.I)
# Ditto marks, and what people write who have put the code somewhere else.
_ELSEWHERE = re.compile(
    r"[\"“”″〃]+|''|,,|ditto|do\.|(?:the )?same(?: as)?(?: above| before| prev(?:ious)?\.?)?|as (?:above|before)|"
    r"(?:see|refer to) (?:the |our |your )?(?:above|below|bol|b/l|invoices?|inv|asn|po|packing (?:list|slip)|attached|"
    r"attachments?|notes?|comments?|remarks?|sheet|tab|row|line|column|cell|labels?|list|paperwork|docs?|documents?|"
    r"previous|next|other)\b.*|"
    r"various|varies|(?:multiple|several|mixed|assorted)(?: lots?)?", re.I)
# Days from 2000-01-01 to 2100-12-31 as serial numbers of the calendar that begins in 1900.
_FIRST_SERIAL, _LAST_SERIAL, _OFFSET_1904 = 36_526, 73_415, 1_462


class Mangled(Exception):
    """A value that lost what it said. question: what to ask its sender for."""

    def __init__(self, message: str, question: str) -> None:
        super().__init__(message)
        self.message, self.question = message, question


def code(value: Value, reads: Reads) -> str:
    """A code as text. Raises Mangled where digits are lost or a program took it for a date."""
    if isinstance(value, bool):
        return shown(value)
    if isinstance(value, (datetime, date)):
        if reads in (Reads.LOT, Reads.GTIN):
            raise Mangled(
                "The cell holds a date where a code is due: spreadsheet programs turn codes such as 3-12 "
                "or MAR12 into dates.",
                "Ask for the code as printed, and enter it in a cell of format Text.",
            )
        return shown(value)
    if isinstance(value, (int, float)):
        if abs(value) >= 1e15:
            raise Mangled(
                "The number has more digits than a spreadsheet keeps of one; the last ones are zeros now.",
                "Ask for the code as printed, and enter it in a cell of format Text.",
            )
        text = shown(value)
        return _padded(text) if reads is Reads.GTIN else text
    if "E+" in value.upper() and _SCIENTIFIC.fullmatch(value):
        raise Mangled(
            "The code stands in scientific notation, so most of its digits are lost.",
            "Ask for all its digits, and enter it in a cell of format Text.",
        )
    if (whole := _POINT_ZERO.fullmatch(value)) and reads in (Reads.GTIN, Reads.DIGITS):
        return _padded(whole.group(1)) if reads is Reads.GTIN else whole.group(1)
    return value


def _padded(digits: str) -> str:
    """A GTIN with the zeros in front that a number has lost, where its check digit then passes."""
    padded = digits.zfill(14)
    lost = 6 <= len(digits) < 14 and len(digits) not in gs1.GTIN_LENGTHS
    return padded if lost and gs1.check_digit_ok(padded) else digits


def points_elsewhere(value: Value) -> bool:
    """True for text that stands in the place of a code or a name, such as a ditto mark or "see BOL"."""
    return isinstance(value, str) and len(value) <= 60 and _ELSEWHERE.fullmatch(plain(value)) is not None


def is_error(text: str) -> bool:
    """True for an error value as text, such as #N/A."""
    return len(text) < 40 and _ERROR.fullmatch(text) is not None


def has_point_zero(value: Value) -> bool:
    """True for text such as 4711.0."""
    return isinstance(value, str) and _POINT_ZERO.fullmatch(value) is not None


def day(value: Value) -> str | None:
    """A real date as year-month-day, with its time where it has one; None for anything else."""
    if isinstance(value, datetime):
        midnight = value.hour == value.minute == value.second == value.microsecond == 0
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else None


def serial_day(value: Value, from_1904: bool) -> str | None:
    """The day of a plain number that is a serial date of this century; None where it is none."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{5}(?:\.0+)?\s*", value):
        value = float(value)
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    shift = _OFFSET_1904 if from_1904 else 0
    if not _FIRST_SERIAL - shift <= value <= _LAST_SERIAL - shift:
        return None
    found = moment(int(value), from_1904)
    return day(found) if found else None


def flag(value: Value) -> Value:
    """Yes or no in the words people use; other values as they are, for a finding to show."""
    if isinstance(value, bool):
        return value
    word = plain(shown(value)).lower()
    return True if word in _YES else False if word in _NO else value


def unescaped(text: str) -> str:
    """CSV text without what keeps a spreadsheet program from taking it for something else: '=1, ="00421"."""
    if text.startswith("'"):
        return _ESCAPED.sub("", text, count=1)
    quoted = _AS_TEXT.fullmatch(text) if text.startswith("=") else None
    return quoted.group(1).replace('""', '"') if quoted else text


def without_apostrophe(text: str) -> str:
    """A number, code or date without the apostrophe typed before it, which programs drop and others keep."""
    return text[1:] if re.match(r"'[0-9]", text) else text


def split_list(text: str) -> list[str]:
    """Entries of a cell that lists several, separated by semicolons or line breaks."""
    return [part for part in re.split(r"\s*[;\n]\s*", text.strip()) if part]


def ordered(text: str, order: dates.Order) -> str:
    """A text date as year-month-day by the order its column has; the text itself where it is no such date."""
    found = dates.read(text, order).day
    return found.isoformat() if found else text
