"""When a request makes a new job and when it is answered with the newest one."""

from datetime import datetime, timedelta
from enum import StrEnum

from engine.jobs.job import ExportJob, Status

FRESH = timedelta(minutes=15)
KEPT = timedelta(hours=24)
REPORTED = timedelta(seconds=60)


class Decision(StrEnum):
    """What to do with a request, given the newest job of its key."""

    RETURN = "return"
    REPORT = "report"
    CREATE = "create"
    RETRY = "retry"


def decide(newest: ExportJob | None, now: datetime, revision: int, *, refresh: bool = False,
           artifact_gone: bool = False) -> Decision:
    """The answer to one request.

    revision: the organization's trace_revision now. refresh: the caller wants a new file.
    artifact_gone: the delivered file is no longer in S3.
    RETRY is CREATE with `retry_of` set; REPORT is RETURN after noting that the failure was told.

    A file is kept for 15 minutes whatever the revision: a poller in a busy organization would otherwise be
    given a new pending job at every poll. A failure is told before it is retried: no poller would see it else.
    """
    if newest is None:
        return Decision.CREATE
    if not newest.ended:
        return Decision.RETURN
    if newest.status is Status.FAILED:
        return _after_failure(newest, now, refresh)
    age = now - newest.delivered_at
    current = age < FRESH or (age < KEPT and newest.revision == revision)
    return Decision.RETURN if current and not refresh and not artifact_gone else Decision.CREATE


def _after_failure(failed: ExportJob, now: datetime, refresh: bool) -> Decision:
    if refresh:
        return Decision.RETRY
    if failed.reported_at is None:
        return Decision.REPORT
    return Decision.RETURN if now - failed.reported_at < REPORTED else Decision.RETRY
