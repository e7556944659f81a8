"""Time, passed in wherever it is needed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

_EPOCH_DAY = date(1970, 1, 1)
# 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z: a float of seconds takes the last milliseconds for the year 10000.
_FIRST_MS, _LAST_MS = -62_135_596_800_000, 253_402_300_799_000


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands until it is moved."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def advance(self, **delta: float) -> None:
        self.at += timedelta(**delta)


def epoch_ms(moment: datetime) -> int:
    """Milliseconds since 1970 in UTC; of a moment whose offset carries it out of the years 1 to 9999, the last within.

    So whatever was said can be told again.
    """
    return min(max(int(moment.timestamp() * 1000), _FIRST_MS), _LAST_MS)


def from_epoch_ms(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def epoch_day(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH_DAY).days


def from_epoch_day(days: int) -> date:
    return _EPOCH_DAY + timedelta(days=days)


def rfc3339(moment: datetime) -> str:
    """`2026-05-03T21:00:00Z`, the form of times in job bodies."""
    precision = "milliseconds" if moment.microsecond else "seconds"
    return moment.astimezone(UTC).isoformat(timespec=precision).replace("+00:00", "Z")
