"""The 24-hour clock of 21 CFR 1.1455(c)."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.jobs.job import ExportJob, Format, Status
from engine.jobs.sla import Sla, sla_deadline, sla_status
from engine.trace import Direction

START = datetime(2026, 5, 3, 21, 0, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def job(status: Status, **changes) -> ExportJob:
    given = {"requested_at": START, "first_requested_at": START} | changes
    return ExportJob(id="j", organization=1, organization_id="o", lot=2, lot_id="l", direction=Direction.BOTH,
                     format=Format.XLSX, status=status, chain="j", **given)


@pytest.mark.parametrize("status", [Status.PENDING, Status.PROCESSING])
@pytest.mark.parametrize(("elapsed", "verdict"), [
    (0 * HOUR, Sla.ON_TRACK),
    (18 * HOUR, Sla.ON_TRACK),
    (18 * HOUR + SECOND, Sla.AT_RISK),
    (24 * HOUR - SECOND, Sla.AT_RISK),
    (24 * HOUR, Sla.BREACHED),
])
def test_a_live_job_runs_against_the_clock(status, elapsed, verdict):
    assert sla_status(job(status), START + elapsed) is verdict


@pytest.mark.parametrize(("took", "verdict"), [
    (SECOND, Sla.MET),
    (24 * HOUR - SECOND, Sla.MET),
    (24 * HOUR, Sla.BREACHED),
])
def test_a_delivered_job_keeps_its_verdict_for_ever(took, verdict):
    delivered = job(Status.DELIVERED, delivered_at=START + took)
    assert sla_status(delivered, START + 1000 * HOUR) is verdict


def test_a_failed_job_is_at_risk_until_its_day_is_over():
    assert sla_status(job(Status.FAILED), START + SECOND) is Sla.AT_RISK
    assert sla_status(job(Status.FAILED), START + 24 * HOUR) is Sla.BREACHED


def test_a_failed_job_that_a_retry_answered_in_time_is_met():
    assert sla_status(job(Status.FAILED, answered_at=START + 2 * HOUR), START + 99 * HOUR) is Sla.MET
    assert sla_status(job(Status.FAILED, answered_at=START + 24 * HOUR), START + 99 * HOUR) is Sla.BREACHED


def test_a_retry_does_not_hide_a_breach():
    retry = job(Status.DELIVERED, requested_at=START + 23 * HOUR, delivered_at=START + 25 * HOUR, retry_of="first")
    assert sla_status(retry, START + 26 * HOUR) is Sla.BREACHED
    assert sla_deadline(retry) == START + 47 * HOUR
