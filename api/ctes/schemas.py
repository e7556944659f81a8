"""Answers about captured records."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.capture.answers import CaptureAnswer, RecordView


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class FindingOut(_Out):
    """One thing a rule noticed."""

    rule: str = Field(description="Code of the rule, for example V-GEN-05.")
    severity: str
    event_id: str | None = None
    field: str | None = None
    value: Any = None
    message: str
    hint: str | None = None


class LotSeenOut(_Out):
    lot_id: str
    tlc: str | None


class CaptureOut(_Out):
    """What became of a document."""

    capture_id: str
    created: int = Field(description="Records new to the graph.")
    duplicates: int = Field(description="Records the graph held already.")
    quarantined: int = Field(description="Records kept aside because they could not be accepted.")
    findings: list[FindingOut]
    lots: list[LotSeenOut] = Field(description="Lots that the document speaks of.")

    @classmethod
    def of(cls, answer: CaptureAnswer) -> "CaptureOut":
        return cls.model_validate(answer)


class RecordOut(_Out):
    """One record: as normalised, as sent, and what became of it."""

    record_id: str
    event_id: str | None
    cte_type: str
    recorded_by: str
    recorded_at: datetime
    superseded_at: datetime | None = Field(description="When it was voided or corrected; null while it stands.")
    lot_id: str | None
    capture_id: str
    document_sha256: str = Field(description="SHA-256 of the source document.")
    position: int = Field(description="Place of the event in its document, from 0.")
    record: dict[str, Any]
    sent: dict[str, Any] | None = Field(
        description="The event as it was sent; null to all but its recorder. Of an imported file: `event` as it was "
                    "read, `sheet`, `rows`, and `cells` with sheet, row, column, caption, field and raw.")
    history: list[dict[str, Any]]

    @classmethod
    def of(cls, view: RecordView) -> "RecordOut":
        return cls.model_validate(asdict(view))


class VoidIn(BaseModel):
    """Why a record shall stand no longer."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=4_000)


class CorrectIn(BaseModel):
    """What shall stand in place of a record."""

    model_config = ConfigDict(extra="forbid")

    event: dict[str, Any] = Field(description="The whole event as it should have been, as for capture. It may keep its "
                                              "event id.")
