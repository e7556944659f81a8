"""Calendar dates as people write them: ISO always, other orders where they cannot be mistaken."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from engine.fsma.text import plain, words


class Order(StrEnum):
    """Declared orders of a date written with slashes, dots or hyphens."""

    MONTH_FIRST = "mm/dd/yyyy"
    DAY_FIRST = "dd/mm/yyyy"
    YEAR_FIRST = "yyyy-mm-dd"


class Trouble(StrEnum):
    """Why a date could not be read."""

    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Reading:
    """A date as read; `time` holds the moment with its offset where one was sent."""

    day: date | None
    trouble: Trouble | None = None
    time: datetime | None = None
    choices: tuple[date, ...] = ()


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_WORD = r"[^\W\d_]{3,10}"
_WEEKDAY = re.compile(rf"{_WORD}\.?,? (?=.*\d.*\d)")
_YEAR = r"(\d{4}|\d{2})"
_NAMED = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th|er)?(?: de |[ /-]|)({_WORD})\.?(?: del? |,? |[/-]|)"
    rf"|({_WORD})\.?[ /-](\d{{1,2}})(?:st|nd|rd|th)?(?:,? |[/-])){_YEAR}", re.I
)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2})(:\d{2}.*)")
# What programs write behind the day of a cell that holds a time; it says nothing of a zone.
_CLOCK = re.compile(r"(.*\d)[ T](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?: ?[ap]\.?m\.?)?", re.I)
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
# As growers and packers south and north of the border write them, without accents.
_SPANISH = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
_FRENCH = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre",
)  # fmt: skip
_MONTHS = {
    **{name: i for names in (_FULL, _SPANISH, _FRENCH) for i, name in enumerate(names, 1)},
    **{name[:3]: i for names in (_FULL, _SPANISH) for i, name in enumerate(names, 1)},
    "sept": 9, "setiembre": 9, "set": 9, "janv": 1, "fevr": 2, "avr": 4, "juil": 7,
}  # fmt: skip
_DAYS = frozenset(
    name[:length] for name in (
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "lunes", "martes", "miercoles",
        "jueves", "viernes", "sabado", "domingo", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
        "dimanche",
    ) for length in (3, 4, 5, len(name))
)  # fmt: skip


def order(text: str | None) -> Order | None:
    """The declared order a text names ("MM/DD/YYYY", "dmy"...), None where it names none we know."""
    if not text:
        return None
    key = re.sub(r"[^a-z]", "", text[:40].lower())
    squeezed = re.sub(r"(.)\1+", r"\1", key)
    return {"mdy": Order.MONTH_FIRST, "dmy": Order.DAY_FIRST, "ymd": Order.YEAR_FIRST}.get(squeezed)


@lru_cache(maxsize=8192)
def read(text: str, declared: Order | None = None) -> Reading:
    """The calendar date a text means.

    A date with a time takes the local date at its own offset. 04/05/2026 is ambiguous unless
    an order is declared; 08/14/2026 and 05/05/2026 can be read one way only. Years of two
    digits are of this century. Months may be named in English, Spanish or French.
    """
    if len(text) > 60:
        return Reading(None, Trouble.UNREADABLE)
    spelled = plain(text)
    if _ISO_DAY.fullmatch(spelled):
        return _of(spelled[:4], spelled[5:7], spelled[8:])
    if match := _MOMENT.fullmatch(spelled):
        moment = _moment(f"{match[1]} {match[2]:0>2}{match[3]}")
        if moment.trouble is None:
            return moment
    if match := _CLOCK.fullmatch(spelled):
        spelled = match[1]
    # "mar 14 2026" is a day of March, "mar 14/08/2026" a Tuesday.
    weekday = None if _NAMED.fullmatch(spelled) else _WEEKDAY.match(spelled)
    if weekday and words(weekday[0]) in _DAYS:
        spelled = spelled[weekday.end() :]
    for pattern in (_YEAR_FIRST, _COMPACT):
        if match := pattern.fullmatch(spelled):
            return _of(*match.groups())
    if match := _NUMERIC.fullmatch(spelled):
        return _numeric(*match.groups(), declared=declared, hyphens=spelled.count("-") == 2)
    if match := _NAMED.fullmatch(spelled):
        day_a, name_a, name_b, day_b, year = match.groups()
        return _of(year if len(year) == 4 else f"20{year}", str(_month(name_a or name_b)), day_a or day_b)
    return Reading(None, Trouble.UNREADABLE)


def _of(year: str, month: str, day: str) -> Reading:
    try:
        return Reading(date(int(year), int(month), int(day)))
    except ValueError:
        return Reading(None, Trouble.UNREADABLE)


def _moment(text: str) -> Reading:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return Reading(None, Trouble.UNREADABLE)
    return Reading(time.date(), time=time)


def _numeric(first: str, second: str, year: str, declared: Order | None, hyphens: bool) -> Reading:
    year_first = Reading(None)
    if len(year) == 2:
        # Between hyphens a year of two digits may also come first, as in 26-08-14.
        if len(first) == 2 and (hyphens or declared is Order.YEAR_FIRST):
            year_first = _of(f"20{first}", second, year)
        year = "20" + year
    if declared is Order.YEAR_FIRST and year_first.day:
        return year_first
    month_first, day_first = _of(year, first, second), _of(year, second, first)
    if declared is Order.MONTH_FIRST:
        return month_first
    if declared is Order.DAY_FIRST:
        return day_first
    days = sorted({r.day for r in (month_first, day_first, year_first) if r.day})
    if len(days) > 1:
        return Reading(None, Trouble.AMBIGUOUS, choices=tuple(days))
    return Reading(days[0]) if days else Reading(None, Trouble.UNREADABLE)


def _month(name: str) -> int:
    return _MONTHS.get(words(name), 0)
