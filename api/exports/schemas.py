"""Bodies of export jobs: the one the EPCIS door answers, and the full one of the compliance door."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from engine.clock import rfc3339
from engine.jobs.job import ExportJob
from engine.jobs.sla import Sla, sla_deadline, sla_status


class TraceabilityStatusEnum(StrEnum):
    """pending, processing, then delivered or failed. A delivered job is immutable except for download_count."""

    PENDING = "pending"
    PROCESSING = "processing"
    DELIVERED = "delivered"
    FAILED = "failed"


class TraceabilityDirectionEnum(StrEnum):
    """forward: where did this lot ship? backward: where did it come from? both: 21 CFR 1.1455(c) in full."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


class TraceabilityFormatEnum(StrEnum):
    """Only xlsx, FDA's sortable spreadsheet."""

    XLSX = "xlsx"


_ID = {"min_length": 22, "max_length": 22}


class TraceabilityExportEnqueuedSchema(BaseModel):
    """The state of an export job, as fda-export answers it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "direction": "both", "format": "xlsx", "job_short_id": "keATfB8VP2gSjcnTbsMNQL",
        "lot_id": "aQ4nF7zG3kmRtXp9LcWyVH", "requested_at": "2026-05-03T21:00:00Z", "status": "pending",
    }]})

    job_short_id: str = Field(**_ID, description="Id of the job. Poll this endpoint with the same lot, or look the "
                                                 "job up under /compliance/.")
    status: TraceabilityStatusEnum = Field(description="Where the job stands.")
    lot_id: str = Field(**_ID, description="Lot whose records are exported, as in the path.")
    direction: TraceabilityDirectionEnum = Field(description="Which way the lot is followed.")
    format: TraceabilityFormatEnum = Field(description="Format of the file.")
    requested_at: str = Field(description="When the job was enqueued (RFC 3339); starts the 24 hours of "
                                          "21 CFR 1.1455(c).")
    signed_download_url: str | None = Field(None, description="Short-lived signed S3 URL of the file, only once the "
                                                              "job is delivered.")

    @classmethod
    def of(cls, job: ExportJob, lot_id: str, url: str | None) -> "TraceabilityExportEnqueuedSchema":
        return cls(job_short_id=job.id, status=job.status.value, lot_id=lot_id, direction=job.direction.value,
                   format=job.format.value, requested_at=rfc3339(job.requested_at), signed_download_url=url)


class TraceabilityExportJobOut(TraceabilityExportEnqueuedSchema):
    """Everything known of an export job."""

    organization_id: str
    lot_number: str | None = Field(description="Null where the lot's code carries no GTIN and lot.")
    gtin: str | None
    requested_by: str | None = Field(description="Credential that asked.")
    first_requested_at: str = Field(description="When the first job of this line of retries was requested.")
    started_at: str | None
    delivered_at: str | None
    failed_at: str | None
    error: str | None = Field(description="Why the job failed.")
    attempts: int
    event_count: int | None = Field(description="Events in the file.")
    file_size_bytes: int | None
    sha256: str | None = Field(description="Of the file.")
    filename: str | None
    download_count: int = Field(description="Downloads through this API.")
    retry_of: str | None = Field(description="The failed job that this one retries.")
    sla_deadline_at: str = Field(description="requested_at plus 24 hours.")
    sla_status: Sla = Field(description="Verdict on the 24 hours, counted from first_requested_at.")

    @classmethod
    def of_job(cls, job: ExportJob, now: datetime, url: str | None = None) -> "TraceabilityExportJobOut":
        return cls(
            job_short_id=job.id, status=job.status.value, lot_id=job.lot_id, direction=job.direction.value,
            format=job.format.value, requested_at=rfc3339(job.requested_at), signed_download_url=url,
            organization_id=job.organization_id, lot_number=job.lot_number, gtin=job.gtin,
            requested_by=job.requested_by, first_requested_at=rfc3339(job.first_requested_at),
            started_at=_text(job.started_at), delivered_at=_text(job.delivered_at), failed_at=_text(job.failed_at),
            error=job.error, attempts=job.attempts, event_count=job.records, file_size_bytes=job.size,
            sha256=job.sha256, filename=job.filename, download_count=job.download_count, retry_of=job.retry_of,
            sla_deadline_at=rfc3339(sla_deadline(job)), sla_status=sla_status(job, now),
        )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)
