"""What may be asked of a trace."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from engine.clock import epoch_day, epoch_ms
from engine.errors import Invalid
from engine.identity import View


class Direction(StrEnum):
    """forward: where it went. backward: where it came from."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"

    @property
    def ways(self) -> tuple["Direction", ...]:
        """The single directions this one stands for."""
        return (Direction.FORWARD, Direction.BACKWARD) if self is Direction.BOTH else (self,)


class Ring(StrEnum):
    """Three nested answers to one question, innermost first."""

    IN_ORDER = "in_order"
    RECORDED = "recorded"
    WORST_CASE = "worst_case"

    @property
    def rank(self) -> int:
        """0 for the innermost."""
        return _RANKS[self]


RINGS = tuple(Ring)
_RANKS = {ring: rank for rank, ring in enumerate(RINGS)}


@dataclass(frozen=True)
class Question:
    """What is asked of one lot.

    as_known_at: records known by then and not yet superseded; None for the latest capture.
    date_from, date_to: days of the events that count, both inclusive; undated events always count.
    """

    direction: Direction = Direction.BOTH
    ring: Ring = Ring.RECORDED
    as_known_at: datetime | None = None
    date_from: date | None = None
    date_to: date | None = None

    def __post_init__(self) -> None:
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise Invalid(details=[{"loc": ["query", "date_to"], "type": "date_range",
                                    "msg": "The range ends before it begins."}])
        if self.as_known_at is not None and self.as_known_at.tzinfo is None:
            raise Invalid(details=[{"loc": ["query", "as_known_at"], "type": "timezone_aware",
                                    "msg": "Give a time zone, for example 2026-08-12T00:00:00Z."}])

    @property
    def is_windowed(self) -> bool:
        return self.date_from is not None or self.date_to is not None

    def at(self, latest: int) -> int:
        """Epoch ms of the moment whose knowledge counts; latest: that of the last capture."""
        return latest if self.as_known_at is None else epoch_ms(self.as_known_at)


@dataclass(frozen=True)
class Scope:
    """The records that count: whose, as known at `at` (epoch ms), dated within first..last (epoch days or None)."""

    view: View
    at: int
    first: int | None = None
    last: int | None = None

    @classmethod
    def of(cls, view: View, question: Question, latest: int) -> "Scope":
        if not question.is_windowed:
            return cls(view, question.at(latest))
        first, last = question.date_from or date.min, question.date_to or date.max
        return cls(view, question.at(latest), epoch_day(first), epoch_day(last))

    @property
    def is_windowed(self) -> bool:
        return self.first is not None

    def seen(self) -> dict[str, Any]:
        """Parameters of the visibility predicate, dates ignored."""
        return {**self.view.params(), "at": self.at}

    def params(self) -> dict[str, Any]:
        """Parameters of all three predicates."""
        return {**self.seen(), "from": self.first, "to": self.last}
