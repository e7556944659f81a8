"""Whether the comma or the point divides off the decimals of the numbers that a table holds as text."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from engine.sheets.grid import Line


class Mark(StrEnum):
    """What stands before the decimals of a number. EITHER: it can be read both ways, as 1.200 can."""

    COMMA = "comma"
    POINT = "point"
    EITHER = "either"


# Blanks and apostrophes that group thousands; the plain blank also stands between "10" and "400 lb bin".
_GROUP = "'’\u00a0\u2009\u202f"
_LEADING = re.compile(rf"\s*([+-]?(?:\d[\d.,{_GROUP}]*\d|\d))(\s*(?:[^\d\s].*)?)", re.S)
_WHOLE = re.compile(r"\s*([+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?)(\s*)")
_SHAPES = (
    # Grouped by the one and divided by the other, or grouped more than once: there is one way to read it.
    (Mark.COMMA, re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?\d{1,3}(?:\.\d{3}){2,}")),
    (Mark.POINT, re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:,\d{3}){2,}")),
    (Mark.EITHER, re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")),
    (Mark.COMMA, re.compile(r"[+-]?\d+,\d+")),
    (Mark.POINT, re.compile(r"[+-]?\d+\.\d+")),
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number as text. mark: what divides off its decimals. as_comma, as_point: the plain text it then is."""

    mark: Mark
    as_comma: str
    as_point: str

    @property
    def plain(self) -> str:
        """What it is by its own shape."""
        return self.as_comma if self.mark is Mark.COMMA else self.as_point


@lru_cache(maxsize=8_192)
def spelled(text: str) -> Spelled | None:
    """The number a text begins with and what follows it; None where no comma, point or blank in it says anything."""
    match = (_WHOLE.fullmatch(text) or _LEADING.fullmatch(text)) if len(text) <= 60 else None
    if match is None:
        return None
    grouped, rest = match.groups()
    number = re.sub(rf"(?<=\d)[ {_GROUP}](?=\d{{3}}(?!\d))", "", grouped)
    mark = next((mark for mark, shape in _SHAPES if shape.fullmatch(number)), None)
    if mark is None:
        return Spelled(Mark.POINT, number + rest, number + rest) if number != grouped and number.isdigit() else None
    if number != grouped and mark is Mark.EITHER:
        # Thousands are grouped already, so what is left divides off decimals.
        mark = Mark.COMMA if "," in number else Mark.POINT
    as_comma, as_point = number.replace(".", "").replace(",", "."), number.replace(",", "")
    return Spelled(mark, as_comma + rest, as_point + rest)


class DecimalMarks:
    """The mark of one table. The table is read through once, when the first number comes that needs it.

    semicolons: the file divides its fields by them, as programs do where the comma divides off decimals; there, and
        only there, nothing is taken for granted.
    """

    def __init__(self, columns: Iterable[int], lines: Callable[[], Iterable[Line]], semicolons: bool) -> None:
        self._columns, self._lines, self._semicolons = tuple(columns), lines, semicolons
        self._decided: tuple[Mark, str] | None = None

    @property
    def of(self) -> tuple[Mark, str]:
        """The mark, EITHER where it stays open, and in words why."""
        if self._decided is None:
            self._decided = self._decide()
        return self._decided

    def _decide(self) -> tuple[Mark, str]:
        shown: dict[Mark, str] = {}
        for line in self._lines():
            for column in self._columns:
                if column < len(line.values) and isinstance(value := line.values[column], str):
                    number = spelled(value)
                    if number and number.mark is not Mark.EITHER and ("," in value or "." in value):
                        shown.setdefault(number.mark, value)
        if len(shown) > 1:
            return Mark.EITHER, f"the table holds both “{shown[Mark.COMMA]}” and “{shown[Mark.POINT]}”"
        if shown:
            mark, value = shown.popitem()
            return mark, f"the table also holds “{value}”"
        if self._semicolons:
            return Mark.EITHER, "nothing in the table shows it"
        return Mark.POINT, "that is how FDA writes numbers"
