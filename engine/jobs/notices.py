"""What webhooks are told of export jobs: how they ended, and when their 24 hours run out (21 CFR 1.1455(c))."""

from datetime import datetime, timedelta
from typing import Any

from engine.clock import epoch_ms, rfc3339
from engine.graph import Transaction
from engine.jobs.job import ExportJob
from engine.jobs.sla import ALLOWED, sla_deadline
from engine.webhooks import outbox

MARKS = (12, 18, 23, 24)
"""Hours after the first request at which an export that nobody has answered is told of."""

_AT_ONCE = 100


def ended(tx: Transaction, job: ExportJob, now: datetime) -> None:
    """Tell of a job that has just been delivered or has failed."""
    outbox.put(tx, job.organization, f"traceability_export.{job.status}", _data(job), now)


def overdue(tx: Transaction, now: datetime) -> list[tuple[ExportJob, int]]:
    """Open jobs that have passed a mark since they were last told of, each with the mark in hours.

    Only the newest job of a line of retries counts, from the first request of the line.
    """
    marks = [epoch_ms(now - timedelta(hours=hours)) for hours in MARKS]
    rows = tx.run("jobs/overdue", marks=marks, hours=list(MARKS), limit=_AT_ONCE)
    return [(ExportJob.of(row["job"]), row["hours"]) for row in rows]


def late(tx: Transaction, job: ExportJob, hours: int, now: datetime) -> None:
    """Tell of one of them."""
    event = "sla_breached" if timedelta(hours=hours) >= ALLOWED else "sla_at_risk"
    outbox.put(tx, job.organization, f"traceability_export.{event}", {**_data(job), "hours": hours}, now)


def _data(job: ExportJob) -> dict[str, Any]:
    return {
        "job_short_id": job.id, "lot_id": job.lot_id, "direction": job.direction.value, "status": job.status.value,
        "first_requested_at": rfc3339(job.first_requested_at), "sla_deadline_at": rfc3339(sla_deadline(job)),
    }
