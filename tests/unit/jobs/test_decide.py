"""What answers a request for an export, case by case, with the edges of every time."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.jobs.decide import Decision, decide
from engine.jobs.job import ExportJob, Format, Status
from engine.trace import Direction

NOW = datetime(2026, 5, 3, 21, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def job(status: Status, **changes) -> ExportJob:
    return ExportJob(id="j", organization=1, organization_id="o", lot=2, lot_id="l", direction=Direction.BOTH,
                     format=Format.XLSX, status=status, requested_at=NOW, first_requested_at=NOW, chain="j", **changes)


def delivered(age: timedelta, revision: int = 7) -> ExportJob:
    return job(Status.DELIVERED, delivered_at=NOW - age, revision=revision)


def failed(reported: timedelta | None) -> ExportJob:
    return job(Status.FAILED, failed_at=NOW - HOUR, reported_at=None if reported is None else NOW - reported)


@pytest.mark.parametrize(("newest", "answer"), [
    (None, Decision.CREATE),
    (job(Status.PENDING), Decision.RETURN),
    (job(Status.PROCESSING), Decision.RETURN),
    (delivered(0 * SECOND), Decision.RETURN),
    (delivered(15 * MINUTE - SECOND, revision=6), Decision.RETURN),
    (delivered(15 * MINUTE, revision=6), Decision.CREATE),
    (delivered(15 * MINUTE), Decision.RETURN),
    (delivered(23 * HOUR), Decision.RETURN),
    (delivered(23 * HOUR, revision=6), Decision.CREATE),
    (delivered(24 * HOUR - SECOND), Decision.RETURN),
    (delivered(24 * HOUR), Decision.CREATE),
    (delivered(25 * HOUR), Decision.CREATE),
    (failed(None), Decision.REPORT),
    (failed(0 * SECOND), Decision.RETURN),
    (failed(59 * SECOND), Decision.RETURN),
    (failed(60 * SECOND), Decision.RETRY),
    (failed(2 * HOUR), Decision.RETRY),
])
def test_the_newest_job_decides(newest, answer):
    assert decide(newest, NOW, 7) is answer


@pytest.mark.parametrize(("newest", "answer"), [
    (None, Decision.CREATE),
    (job(Status.PENDING), Decision.RETURN),
    (job(Status.PROCESSING), Decision.RETURN),
    (delivered(SECOND), Decision.CREATE),
    (failed(None), Decision.RETRY),
    (failed(SECOND), Decision.RETRY),
])
def test_refresh_makes_a_new_job_of_every_ended_one(newest, answer):
    assert decide(newest, NOW, 7, refresh=True) is answer


def test_a_file_that_is_gone_is_made_again_however_young():
    assert decide(delivered(SECOND), NOW, 7, artifact_gone=True) is Decision.CREATE
