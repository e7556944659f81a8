"""An export job as one frozen value, read from its node in the graph."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.clock import from_epoch_ms
from engine.trace.question import Direction


class Status(StrEnum):
    """Lifecycle of a job: `pending -> processing -> delivered | failed`."""

    PENDING = "pending"
    PROCESSING = "processing"
    DELIVERED = "delivered"
    FAILED = "failed"


class Format(StrEnum):
    """File format of an export."""

    XLSX = "xlsx"


@dataclass(frozen=True)
class ExportJob:
    """One request for the records of one lot (21 CFR 1.1455(c)).

    id, retry_of, chain: job ids; `chain` is the first job of a line of retries.
    ordinal: 1 for the first job of its organization, lot, direction and format, and so on.
    organization, lot: numbers in the graph; organization_id, lot_id: their public ids.
    lot_number, gtin: None where the lot's traceability lot code holds none.
    revision: the organization's trace_revision that the file reflects; None until delivered.
    artifact: S3 key; size: bytes; rows: lines of the workbook; records: events in it.
    reported_at: when a caller was first told of the failure.
    answered_at: when a retry of this failed job was delivered.
    """

    id: str
    organization: int
    organization_id: str
    lot: int
    lot_id: str
    direction: Direction
    format: Format
    status: Status
    requested_at: datetime
    first_requested_at: datetime
    chain: str
    ordinal: int = 1
    lot_number: str | None = None
    gtin: str | None = None
    requested_by: str | None = None
    started_at: datetime | None = None
    delivered_at: datetime | None = None
    failed_at: datetime | None = None
    reported_at: datetime | None = None
    answered_at: datetime | None = None
    heartbeat_at: datetime | None = None
    retry_at: datetime | None = None
    attempts: int = 0
    error: str | None = None
    worker: str | None = None
    retry_of: str | None = None
    revision: int | None = None
    artifact: str | None = None
    sha256: str | None = None
    size: int | None = None
    rows: int | None = None
    records: int | None = None
    filename: str | None = None
    download_count: int = 0

    @property
    def ended(self) -> bool:
        """Whether the job has reached a state it never leaves."""
        return self.status in (Status.DELIVERED, Status.FAILED)

    @property
    def artifact_folder(self) -> str:
        """S3 prefix under which every attempt at this job puts its file."""
        return f"exports/{self.organization_id}/{self.id}/"

    @classmethod
    def of(cls, node: Mapping[str, Any]) -> "ExportJob":
        """The job held by a node's properties; properties of the machinery (lock, token) stay behind."""
        return cls(**{name: read(node[name]) for name, read in _READERS.items() if node.get(name) is not None})


def job_key(organization: int, lot_id: str, direction: str, format: str) -> str:
    """What makes two requests the same request."""
    return f"{organization}|{lot_id}|{direction}|{format}"


def _reader(name: str) -> Any:
    if name.endswith("_at"):
        return from_epoch_ms
    return {"status": Status, "direction": Direction, "format": Format}.get(name, lambda value: value)


_READERS = {field.name: _reader(field.name) for field in fields(ExportJob)}
