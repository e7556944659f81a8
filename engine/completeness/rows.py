"""What may be asked, and the rows of the answer."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from engine.errors import Invalid
from engine.fsma.cte_types import CteType


class By(StrEnum):
    """What the rows of a list are about. gap: data elements by whoever must be asked for them."""

    LOCATION = "location"
    PARTNER = "partner"
    CTE = "cte"
    KDE = "kde"
    GAP = "gap"


@dataclass(frozen=True)
class Wanted:
    """Which records count; None leaves a field open. Days are inclusive.

    location: id of the place of the event. partner: id of a place or organization a record names or is recorded by.
    """

    date_from: dt.date | None = None
    date_to: dt.date | None = None
    location: str | None = None
    cte_type: CteType | None = None
    partner: str | None = None

    def __post_init__(self) -> None:
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise Invalid(details=[{"loc": ["query", "date_to"], "type": "date_range",
                                    "msg": "The range ends before it begins."}])


@dataclass(frozen=True, order=True)
class Party:
    """A place or organization. kind: place, organization, own (the caller's own records) or nobody."""

    kind: str
    id: str | None = None
    name: str | None = None
    phone: str | None = None


@dataclass
class Tally:
    """Records counted. owing: those that owe a lot code; with_tlc and with_source are of these."""

    records: int = 0
    complete: int = 0
    owing: int = 0
    with_tlc: int = 0
    with_source: int = 0

    @property
    def complete_share(self) -> float | None:
        return _share(self.complete, self.records)

    @property
    def tlc_share(self) -> float | None:
        return _share(self.with_tlc, self.owing)

    @property
    def source_share(self) -> float | None:
        return _share(self.with_source, self.owing)


@dataclass(frozen=True)
class Row:
    """One row. about: the place, partner or whom to ask. cte_type, field: of kinds and data elements.

    label: how to call it. section: paragraph of 21 CFR. missing: records that lack the data element.
    top: without it an investigator cannot take the next step.
    """

    tally: Tally
    about: Party | None = None
    cte_type: str | None = None
    field: str | None = None
    label: str | None = None
    section: str | None = None
    missing: int = 0
    top: bool = False

    @property
    def name(self) -> str:
        """What the row is sorted by where it is sorted by name."""
        return " ".join(part for part in (self.about and self.about.name, self.cte_type, self.label) if part)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
