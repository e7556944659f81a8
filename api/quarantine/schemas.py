"""Answers about what could not be accepted."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.ctes.schemas import CaptureOut
from engine.capture.answers import CaptureAnswer
from engine.capture.waiting import Quarantined, State


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ReasonOut(_Out):
    """One thing that a rule noticed."""

    rule: str
    severity: str
    field: str | None = None
    value: str | None = None
    message: str
    hint: str | None = Field(None, description="What to do or whom to ask.")


class QuarantinedOut(_Out):
    """One event that could not be accepted, as it was sent, and what has become of it."""

    quarantine_id: str
    state: State
    recorded_at: datetime
    cte_type: str | None
    event_id: str | None
    rules: list[str] = Field(description="Rules that forbade it.")
    event: Any = Field(description="As it was sent, or as it was read from the cells of a file.")
    findings: list[ReasonOut]
    import_id: str | None
    sheet: str | None
    rows: list[int] = Field(description="From 1, of an imported file.")
    capture_id: str
    document_sha256: str
    position: int
    ended_at: datetime | None
    ended_by: str | None = Field(description="Credential that decided; `event id` or `corrected file` where a later "
                                             "document did.")
    reason: str | None = Field(description="Why it was discarded.")
    record_id: str | None = Field(description="Record that resolved it.")
    replaced_by: str | None = Field(description="What is quarantined in its place since a corrected file came.")

    @classmethod
    def of(cls, found: Quarantined) -> "QuarantinedOut":
        return cls.model_validate({**{name: getattr(found, name, None) for name in cls.model_fields},
                                   "quarantine_id": found.id})


class QuarantinedWholeOut(QuarantinedOut):
    """The same beside the cells it was read from."""

    cells: list[dict[str, Any]] = Field(description="sheet, row, column, caption, field, raw; empty but for files.")


class ResubmitIn(BaseModel):
    """A corrected event."""

    model_config = ConfigDict(extra="forbid")

    event: dict[str, Any] = Field(description="The whole event, in the form of POST /compliance/api/v1/ctes.")


class ResubmittedOut(BaseModel):
    """What became of a corrected event."""

    item: QuarantinedOut
    capture: CaptureOut

    @classmethod
    def of(cls, found: Quarantined, answer: CaptureAnswer) -> "ResubmittedOut":
        return cls(item=QuarantinedOut.of(found), capture=CaptureOut.of(answer))


class DiscardIn(BaseModel):
    """Why it is no record."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=4_000)
