"""Calendar dates as people write them: ISO always, other orders where they cannot be mistaken."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from engine.fsma.text import plain


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
_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,? )?"
    r"(?:(\d{1,2})[ -]([A-Za-z]{3,9})\.?|([A-Za-z]{3,9})\.? (\d{1,2}))(?:,? |-)(\d{4})"
)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}.*")
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_MONTHS = {**{name[:3]: i for i, name in enumerate(_FULL, 1)}, "sept": 9, **{n: i for i, n in enumerate(_FULL, 1)}}


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
    digits are of this century.
    """
    if len(text) > 60:
        return Reading(None, Trouble.UNREADABLE)
    spelled = plain(text)
    if _ISO_DAY.fullmatch(spelled):
        return _of(spelled[:4], spelled[5:7], spelled[8:])
    if _MOMENT.fullmatch(spelled):
        return _moment(spelled)
    for pattern in (_YEAR_FIRST, _COMPACT):
        if match := pattern.fullmatch(spelled):
            return _of(*match.groups())
    if match := _NUMERIC.fullmatch(spelled):
        return _numeric(*match.groups(), declared=declared)
    if match := _NAMED.fullmatch(spelled):
        day_a, name_a, name_b, day_b, year = match.groups()
        return _of(year, str(_month(name_a or name_b)), day_a or day_b)
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


def _numeric(first: str, second: str, year: str, declared: Order | None) -> Reading:
    if len(year) == 2:
        year = "20" + year
    month_first, day_first = _of(year, first, second), _of(year, second, first)
    if declared is Order.MONTH_FIRST:
        return month_first
    if declared is Order.DAY_FIRST:
        return day_first
    days = sorted({r.day for r in (month_first, day_first) if r.day})
    if len(days) == 2:
        return Reading(None, Trouble.AMBIGUOUS, choices=tuple(days))
    return Reading(days[0]) if days else Reading(None, Trouble.UNREADABLE)


def _month(name: str) -> int:
    return _MONTHS.get(name.lower(), 0)
