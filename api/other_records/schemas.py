"""Answers about records beside the critical tracking events."""

import datetime as dt
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.capture.others import OtherListed
from engine.fsma.other.kinds import OtherType


class Standing(StrEnum):
    """Which records to list: those that stand, those voided or corrected, or all."""

    STANDING = "standing"
    SUPERSEDED = "superseded"
    ALL = "all"

    @property
    def as_filter(self) -> bool | None:
        return None if self is Standing.ALL else self is Standing.STANDING


class OtherRecordListedOut(BaseModel):
    """One record in a list."""

    model_config = ConfigDict(from_attributes=True)

    record_id: str
    event_id: str
    record_type: OtherType
    date: dt.date | None = Field(description="Of purchase, kill step, agreement or movement; null where none is owed.")
    food: str | None = Field(description="What the record is about, in its own words.")
    parties: list[str] = Field(description="Who sold, sent, received or agreed.")
    tlcs: list[str] = Field(description="Lot codes the record names, as spelled there.")
    recorded_by: str
    recorded_at: dt.datetime
    superseded_at: dt.datetime | None = Field(description="When it was voided or corrected; null while it stands.")


COLUMNS = tuple(OtherRecordListedOut.model_fields)


def cells(row: OtherListed) -> list[Any]:
    """A record as a CSV row."""
    dumped = OtherRecordListedOut.model_validate(row).model_dump(mode="json")
    return ["; ".join(dumped[name]) if isinstance(dumped[name], list) else dumped[name] for name in COLUMNS]
