"""The 24-hour clock of 21 CFR 1.1455(c), as kept per job."""

from datetime import datetime, timedelta
from enum import StrEnum

from engine.jobs.job import ExportJob, Status

ALLOWED = timedelta(hours=24)
AT_RISK = timedelta(hours=18)


class Sla(StrEnum):
    """Where a job stands against its 24 hours."""

    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BREACHED = "breached"


def sla_deadline(job: ExportJob) -> datetime:
    """The moment at which this job's 24 hours are over."""
    return job.requested_at + ALLOWED


def sla_status(job: ExportJob, now: datetime) -> Sla:
    """The verdict, counted from the first request of a line of retries; exactly 24 h is a breach.

    A failed job that a retry answered in time is met: the records were furnished.
    """
    answered = job.delivered_at or job.answered_at
    elapsed = (answered or now) - job.first_requested_at
    if elapsed >= ALLOWED:
        return Sla.BREACHED
    if answered:
        return Sla.MET
    return Sla.AT_RISK if elapsed > AT_RISK or job.status is Status.FAILED else Sla.ON_TRACK
