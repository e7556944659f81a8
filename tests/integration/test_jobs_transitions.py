"""Who may change a job's state, tried at the database itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from engine.clock import FixedClock, epoch_ms
from engine.identity.identity import Identity
from engine.ids import new_id
from engine.jobs.job import Status
from engine.jobs.jobs import Jobs, Wanted
from engine.jobs.sweep import sweep
from engine.jobs.transitions import STATEMENTS, Artifact, Lost

START = datetime(2026, 5, 3, 21, 0, tzinfo=UTC)
FAR = epoch_ms(START + timedelta(days=300))


@pytest.fixture
def clock():
    return FixedClock(START)


@pytest.fixture
def jobs(graph, clock, settings):
    return Jobs(graph, clock, settings)


@pytest.fixture
def job(graph, clock, jobs):
    organization = Identity(graph, clock).create_organization("Prairie Fork Salads")
    return jobs.request(Wanted(organization.no, organization.id, 77, new_id()))[0]


def artifact(job, name="a") -> Artifact:
    return Artifact(f"{job.artifact_folder}{name}.xlsx", name * 64, 10, 3, 2, "a.xlsx", 0)


def properties(graph, job) -> dict:
    return graph.one("jobs/find", id=job.id)["job"]


def everything(graph, job, token: str) -> None:
    """Run every statement that writes a job, with parameters as favourable as they can be."""
    given = {
        "id": job.id, "ids": [job.id], "token": token, "worker": "w", "now": FAR, "lost_before": FAR, "most": 99,
        "retry_at": FAR, "fault": "x", "artifact": "elsewhere.xlsx", "sha256": "b" * 64, "size": 1, "rows": 1,
        "records": 1, "filename": "b.xlsx", "revision": 99, "error": "x", "key": properties(graph, job)["key"],
        "chain": job.chain, "asked_before": FAR, "hours": 24,
    }
    for name in set(STATEMENTS) - {"jobs/create", "jobs/count_download", "jobs/enqueued"}:
        graph.write(name, **given)


def test_fifty_claims_at_once_give_the_job_to_one_worker(jobs, job):
    with ThreadPoolExecutor(50) as pool:
        attempts = [a for a in pool.map(lambda n: jobs.claim(job.id, f"w{n}"), range(50)) if a]
    assert len(attempts) == 1
    assert (attempts[0].job.status, attempts[0].job.attempts) == (Status.PROCESSING, 1)


def test_a_delivered_job_is_immutable_but_for_its_download_count(graph, jobs, job):
    attempt = jobs.claim(job.id, "w")
    jobs.deliver(attempt, artifact(job))
    before = properties(graph, job)
    everything(graph, job, attempt.token)
    assert properties(graph, job) == before
    jobs.count_download(job.id)
    assert properties(graph, job) == before | {"download_count": 1}


def test_a_failed_job_never_comes_back_to_life(graph, jobs, job):
    attempt = jobs.claim(job.id, "w")
    jobs.fail(attempt, "No.")
    everything(graph, job, attempt.token)
    after = properties(graph, job)
    assert (after["status"], after["error"], after["failed_at"]) == ("failed", "No.", epoch_ms(START))


def test_a_pending_job_is_neither_delivered_nor_failed_without_being_claimed(graph, jobs, job):
    for name in ("jobs/deliver", "jobs/fail", "jobs/heartbeat", "jobs/stage", "jobs/postpone", "jobs/release"):
        graph.write(name, id=job.id, token=None, worker=None, now=FAR, artifact="x", sha256="b", size=1, rows=1,
                    records=1, filename="b", revision=1, error="x", retry_at=FAR, fault="x")
    assert jobs.find(job.id) == job


def test_a_stale_token_can_do_nothing(jobs, job, clock):
    stale = jobs.claim(job.id, "slow")
    clock.advance(seconds=601)
    owner = jobs.claim(job.id, "quick")
    for step in (lambda: jobs.beat(stale), lambda: jobs.stage(stale, "x"), lambda: jobs.postpone(stale, "x"),
                 lambda: jobs.deliver(stale, artifact(job)), lambda: jobs.fail(stale, "x")):
        with pytest.raises(Lost):
            step()
    jobs.deliver(owner, artifact(job, "b"))
    with pytest.raises(Lost):
        jobs.deliver(stale, artifact(job))
    assert jobs.find(job.id).artifact == artifact(job, "b").key


def test_delivering_and_failing_twice_is_harmless(jobs, job, clock):
    attempt = jobs.claim(job.id, "w")
    first = jobs.deliver(attempt, artifact(job))
    clock.advance(minutes=1)
    assert jobs.deliver(attempt, artifact(job)) == first
    with pytest.raises(Lost):
        jobs.fail(attempt, "x")


def test_a_beating_job_is_not_to_be_had_and_a_silent_one_is(jobs, job, clock):
    attempt = jobs.claim(job.id, "w")
    clock.advance(seconds=500)
    jobs.beat(attempt)
    clock.advance(seconds=600)
    assert jobs.claim(job.id, "v") is None
    clock.advance(seconds=1)
    assert jobs.claim(job.id, "v").job.attempts == 2


def test_a_postponed_job_waits_ten_seconds_then_sixty_then_fails(jobs, job, clock):
    jobs.postpone(jobs.claim(job.id, "w"), "S3 is away")
    clock.advance(seconds=9)
    assert jobs.claim(job.id, "w") is None
    clock.advance(seconds=1)
    second = jobs.claim(job.id, "w")
    assert (second.job.attempts, second.job.status) == (2, Status.PROCESSING)
    jobs.postpone(second, "S3 is away")
    clock.advance(seconds=59)
    assert jobs.claim(job.id, "w") is None
    clock.advance(seconds=1)
    third = jobs.claim(job.id, "w")
    jobs.postpone(third, "S3 is away")
    ended = jobs.find(job.id)
    assert (ended.status, ended.attempts) == (Status.FAILED, 3)
    assert ended.error == "The export could not be finished in 3 attempts. Request it again."


def test_a_job_that_loses_its_worker_three_times_fails(jobs, job, clock):
    for _ in range(3):
        assert jobs.claim(job.id, "w")
        clock.advance(seconds=601)
    assert jobs.claim(job.id, "w") is None
    assert (jobs.find(job.id).status, jobs.find(job.id).attempts) == (Status.FAILED, 3)


def test_a_dead_worker_gives_its_own_job_back_and_no_other(jobs, job, clock):
    jobs.claim(job.id, "dead")
    assert not jobs.release(job.id, "other")
    assert jobs.release(job.id, "dead")
    assert not jobs.release(job.id, "dead")
    clock.advance(seconds=10)
    assert jobs.claim(job.id, "w").job.attempts == 2


def test_an_attempt_learns_what_earlier_ones_may_have_left_on_s3(jobs, job, clock):
    first = jobs.claim(job.id, "w")
    jobs.stage(first, "exports/o/j/1.xlsx")
    jobs.stage(first, "exports/o/j/1.xlsx")
    clock.advance(seconds=601)
    assert (first.staged, jobs.claim(job.id, "w").staged) == ((), ("exports/o/j/1.xlsx",))


class Queue:
    """A queue held in a list, which can forget."""

    def __init__(self):
        self.messages = []

    def enqueue(self, job_id, queue):
        self.messages.append(job_id)

    def waiting(self):
        return set(self.messages)


def test_the_sweeper_enqueues_what_the_queue_forgot_and_nothing_else(jobs, job, clock):
    queue = Queue()
    assert job.id not in sweep(jobs, queue).enqueued, "its first message is still young"
    clock.advance(seconds=11)
    assert job.id in sweep(jobs, queue).enqueued
    clock.advance(seconds=11)
    assert job.id not in sweep(jobs, queue).enqueued, "its message waits in the queue"
    queue.messages.clear()
    assert job.id in sweep(jobs, queue).enqueued
    clock.advance(seconds=11)
    jobs.claim(job.id, "w")
    queue.messages.clear()
    assert job.id not in sweep(jobs, queue).enqueued, "a worker has it"
    clock.advance(seconds=601)
    assert job.id in sweep(jobs, queue).enqueued, "its worker is silent"


def test_two_sweepers_send_one_message(jobs, job, clock):
    clock.advance(seconds=11)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: jobs.take_for_queue([job.id]), range(8)))
    assert sorted(taken, key=len)[-1] == [job.id]
    assert sum(map(len, taken)) == 1
