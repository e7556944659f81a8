"""A sheet as rows of raw cells, whatever kind of file it came from."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

Value = str | int | float | bool | date | datetime | None

FORMULA, NO_VALUE, FAULT = "formula", "formula without a value", "error value"


class Line(NamedTuple):
    """One row. number: from 1. values: by column from 0, None where blank, as far as the last that is not.

    odd: what is special about single cells, by column: a formula, one without a stored value, an error value.
    """

    number: int
    values: list[Value]
    hidden: bool = False
    odd: dict[int, str] | None = None


class Area(NamedTuple):
    """Merged cells. Rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Grid(Protocol):
    """A sheet that can be read from its top as often as needed."""

    name: str
    hidden: bool

    def lines(self) -> Iterator[Line]:
        """Rows with anything in them, from the top; raises engine.errors where the file breaks off or a limit does."""

    @property
    def merged(self) -> tuple[Area, ...]:
        """Merged cells, in the file's order."""


@lru_cache(maxsize=32_768)
def letters(column: int) -> str:
    """Name of a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=32_768)
def position(name: str) -> int:
    """Number of a column from 0; -1 where the text names none a spreadsheet has (the last is XFD)."""
    if not 0 < len(name) <= 3 or not (name.isascii() and name.isalpha()):
        return -1
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1 if number <= 16_384 else -1


def shown(value: Value) -> str:
    """A cell as text: whole numbers without `.0`, dates as year-month-day."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.hour == value.minute == value.second == value.microsecond == 0
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
