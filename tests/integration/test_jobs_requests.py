"""Get or create on a real graph: one live job, the right age, the retry line."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from engine.clock import FixedClock
from engine.errors import Conflict, NotFound
from engine.identity.identity import Identity
from engine.ids import new_id
from engine.jobs.job import Status
from engine.jobs.jobs import Jobs, Wanted
from engine.jobs.transitions import Artifact
from engine.trace import Direction

START = datetime(2026, 5, 3, 21, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    return FixedClock(START)


@pytest.fixture
def jobs(graph, clock, settings):
    return Jobs(graph, clock, settings)


@pytest.fixture
def organization(graph, clock):
    return Identity(graph, clock).create_organization("Prairie Fork Salads")


@pytest.fixture
def wanted(organization):
    return Wanted(organization.no, organization.id, 77, new_id(), lot_number="PF-0503")


@pytest.fixture
def deliver(jobs):
    def deliver(job):
        attempt = jobs.claim(job.id, "w")
        revision = jobs.revision(job.organization)
        return jobs.deliver(attempt, Artifact(f"{job.artifact_folder}a.xlsx", "a" * 64, 10, 3, 2, "a.xlsx", revision))
    return deliver


@pytest.fixture
def fail(jobs):
    return lambda job: jobs.fail(jobs.claim(job.id, "w"), "No.")


def test_fifty_first_requests_at_once_make_one_job(jobs, wanted):
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: jobs.request(wanted), range(50)))
    assert len({job.id for job, _ in answers}) == 1
    assert [created for _, created in answers].count(True) == 1
    assert jobs.find(answers[0][0].id).status is Status.PENDING


def test_each_direction_is_a_job_of_its_own(jobs, organization, wanted):
    lot_id = wanted.lot_id
    made = {jobs.request(Wanted(organization.no, organization.id, 77, lot_id, way))[0].id for way in Direction}
    assert len(made) == 3


def test_a_live_job_answers_every_request_even_a_refresh(jobs, wanted):
    job, _ = jobs.request(wanted)
    jobs.claim(job.id, "w")
    again, created = jobs.request(wanted, refresh=True)
    assert (again.id, again.status, created) == (job.id, Status.PROCESSING, False)


def test_a_new_event_is_waited_for_a_quarter_of_an_hour_then_makes_a_new_job(jobs, wanted, deliver, clock, graph):
    first = deliver(jobs.request(wanted)[0])
    graph.write("identity/touch", organizations=[wanted.organization])
    clock.advance(minutes=14, seconds=59)
    assert jobs.request(wanted)[0].id == first.id
    clock.advance(seconds=1)
    second, created = jobs.request(wanted)
    assert created
    assert second.id != first.id
    assert second.retry_of is None
    assert second.first_requested_at == START + timedelta(minutes=15)


def test_without_news_a_file_lasts_a_day(jobs, wanted, deliver, clock):
    first = deliver(jobs.request(wanted)[0])
    clock.advance(hours=23)
    assert jobs.request(wanted)[0].id == first.id
    clock.advance(hours=2)
    assert jobs.request(wanted)[0].id != first.id


def test_a_file_that_is_gone_is_made_again(jobs, wanted, deliver):
    first = deliver(jobs.request(wanted)[0])
    assert jobs.request(wanted, lacks_file=lambda job: False)[0].id == first.id
    second, created = jobs.request(wanted, lacks_file=lambda job: job.artifact == first.artifact)
    assert created
    assert jobs.request(wanted, lacks_file=lambda job: True) == (second, False), "no file is missed of a live job"


def test_a_failure_is_told_then_repeated_for_a_minute_then_retried(jobs, wanted, fail, clock):
    first = fail(jobs.request(wanted)[0])
    clock.advance(hours=1)
    told, created = jobs.request(wanted)
    assert (told.id, told.status, created) == (first.id, Status.FAILED, False)
    clock.advance(seconds=59)
    assert jobs.request(wanted)[0].id == first.id
    clock.advance(seconds=1)
    retry, created = jobs.request(wanted)
    assert created
    assert (retry.retry_of, retry.chain, retry.first_requested_at) == (first.id, first.id, START)
    assert retry.requested_at == START + timedelta(hours=1, seconds=60)


def test_fifty_requests_after_a_failure_make_one_retry(jobs, wanted, fail, clock):
    fail(jobs.request(wanted)[0])
    jobs.request(wanted)
    clock.advance(minutes=5)
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: jobs.request(wanted), range(50)))
    assert len({job.id for job, _ in answers}) == 1
    assert [created for _, created in answers].count(True) == 1


def test_the_line_of_retries_remembers_the_first_request_and_is_answered_by_a_delivery(
        jobs, wanted, fail, deliver, clock):
    first = fail(jobs.request(wanted)[0])
    clock.advance(minutes=10)
    second = fail(jobs.request(wanted, refresh=True)[0])
    clock.advance(minutes=10)
    third = deliver(jobs.request(wanted, refresh=True)[0])
    assert (second.retry_of, third.retry_of) == (first.id, second.id)
    assert third.first_requested_at == START
    assert [jobs.find(j.id).answered_at for j in (first, second)] == [START + timedelta(minutes=20)] * 2


def test_only_a_failed_job_is_retried_by_hand(jobs, wanted, fail, deliver):
    job, _ = jobs.request(wanted)
    with pytest.raises(Conflict):
        jobs.retry(job, wanted)
    failed = fail(job)
    retry, created = jobs.retry(failed, wanted)
    assert (created, retry.retry_of) == (True, failed.id)
    assert jobs.retry(failed, wanted) == (retry, False)
    with pytest.raises(Conflict):
        jobs.retry(deliver(retry), wanted)


def test_downloads_of_a_delivered_file_are_counted(jobs, wanted, deliver):
    job, _ = jobs.request(wanted)
    with pytest.raises(NotFound):
        jobs.count_download(job.id)
    deliver(job)
    assert jobs.count_download(job.id).download_count == 1
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: jobs.count_download(job.id), range(20)))
    assert jobs.find(job.id).download_count == 21
