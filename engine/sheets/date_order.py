"""Whether the month or the day comes first in the text dates of a column: declared, said by its caption, or shown."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from engine.fsma import dates
from engine.fsma.dates import Order, Trouble
from engine.sheets.grid import Line

_SAID = re.compile(r"\b(mm?|dd?)\s*[/.-]\s*(mm?|dd?)\s*[/.-]\s*(?:yyyy|yy)\b", re.I)


@dataclass(frozen=True, slots=True)
class Decision:
    """The order of a column's dates, None where it stays open, and in words why."""

    order: Order | None
    why: str


class DateOrders:
    """Orders of one table's date columns. The table is read through once, when the first ambiguous date comes."""

    def __init__(self, captions: tuple[str, ...], columns: Iterable[int], lines: Callable[[], Iterable[Line]]) -> None:
        self._captions, self._columns, self._lines = captions, frozenset(columns), lines
        self._decided: dict[int, Decision] | None = None

    def of(self, column: int) -> Decision:
        """The order of a column, from all of its dates."""
        if self._decided is None:
            self._decided = self._decide()
        return self._decided.get(column, Decision(None, ""))

    def _decide(self) -> dict[int, Decision]:
        month_first = dict.fromkeys(self._columns, "")
        day_first = dict.fromkeys(self._columns, "")
        for line in self._lines():
            values = line.values
            for column in self._columns:
                if column < len(values) and isinstance(value := values[column], str) and len(value) <= 60:
                    if (order := only_as(value)) is Order.MONTH_FIRST:
                        month_first[column] = month_first[column] or value
                    elif order is Order.DAY_FIRST:
                        day_first[column] = day_first[column] or value
        return {c: self._decision(self._captions[c], month_first[c], day_first[c]) for c in self._columns}

    def _decision(self, caption: str, month_first: str, day_first: str) -> Decision:
        if month_first and day_first:
            return Decision(None, f"the column holds both “{month_first}” and “{day_first}”")
        said = declared_by(caption)
        if said is Order.MONTH_FIRST and not day_first:
            return Decision(said, "the caption says mm/dd/yyyy")
        if said is Order.DAY_FIRST and not month_first:
            return Decision(said, "the caption says dd/mm/yyyy")
        if said is not None:
            return Decision(None, f"the caption says {said}, but the column holds “{month_first or day_first}”")
        if month_first:
            return Decision(Order.MONTH_FIRST, f"the column also holds “{month_first}”")
        if day_first:
            return Decision(Order.DAY_FIRST, f"the column also holds “{day_first}”")
        return Decision(None, "nothing in the column shows it")


def declared_by(caption: str) -> Order | None:
    """The order a caption names, as FDA's "(mm/dd/yyyy)" does."""
    match = _SAID.search(caption)
    if not match:
        return None
    first, second = match.group(1)[0].lower(), match.group(2)[0].lower()
    return {("m", "d"): Order.MONTH_FIRST, ("d", "m"): Order.DAY_FIRST}.get((first, second))


@lru_cache(maxsize=8_192)
def only_as(text: str) -> Order | None:
    """The one order a date can be read in; None where both do, or neither."""
    month_first, day_first = dates.read(text, Order.MONTH_FIRST).day, dates.read(text, Order.DAY_FIRST).day
    if (month_first is None) == (day_first is None) or is_ambiguous(text):
        return None
    return Order.MONTH_FIRST if day_first is None else Order.DAY_FIRST


def is_ambiguous(text: str) -> bool:
    """True for a date that can be read two ways."""
    return dates.read(text).trouble is Trouble.AMBIGUOUS
