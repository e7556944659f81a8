"""Real worker processes on real servers: killed, doubled, deprived of their queue; every job still ends once."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import boto3
import psutil
import pytest
from redis import Redis
from standardwebhooks import Webhook

from engine.assembly import open_engine
from engine.jobs.job import Status
from engine.webhooks import Webhooks
from tests import exportable, networks
from tests.processes import horse_of, waiting_for_work, within, worker_starter
from tests.receiver import receiver
from workers.queues import RedisQueue


@pytest.fixture(scope="module")
def engine(settings):
    """An engine over an empty graph and queue: what other tests left pending would keep these workers busy."""
    with open_engine(settings, queue=RedisQueue(settings)) as engine:
        networks.run(engine.graph, "wipe")
        Redis.from_url(settings.redis_url.get_secret_value()).flushall()
        engine.prepare()
        yield engine


@pytest.fixture
def firm(engine):
    return exportable.firm(engine)


@pytest.fixture
def request_export(engine, firm) -> Callable[..., str]:
    """Ask for the export of a new lot; its job's id."""
    caller = engine.identity.authenticate(firm.keys["manager"])
    return lambda **lot: engine.exports.request(caller, exportable.lot(engine, firm, **lot)).id


@pytest.fixture
def held(engine, firm, request_export, settings) -> Callable[..., AbstractContextManager[str]]:
    """Carries an export up to its last step, which waits while the block lasts: its file is on S3, its end unsaid.

    The export is a retry, whose end is noted on the failed job as well; that one is held. Gives the retry's id.
    """
    caller, failed = engine.identity.authenticate(firm.keys["manager"]), request_export()
    engine.jobs.fail(engine.jobs.claim(failed, "test"), "No.")
    # Its message would have a worker wait for the held job.
    Redis.from_url(settings.redis_url.get_secret_value()).flushall()

    @contextmanager
    def hold() -> Iterator[str]:
        job_id = engine.exports.retry(caller, failed).id
        with networks.unfinished(engine.graph, "hold_job", id=failed):
            within(180, lambda: artifacts(settings, engine.jobs.find(job_id)))
            yield job_id
    return hold


@pytest.fixture
def worker(servers, tmp_path) -> Iterator[Callable[..., psutil.Process]]:
    """Starts worker processes, stopped at the end."""
    environment = {**servers.environment(), "LOTGRAPH_WEBHOOK_PRIVATE_TARGETS": "true"}
    with worker_starter(environment, tmp_path / "worker.log") as start:
        yield start


def ended(engine, job_id: str):
    job = engine.jobs.find(job_id)
    return job if job.ended else None


def artifacts(settings, job) -> list[str]:
    client = boto3.client("s3", endpoint_url=settings.s3_endpoint, region_name=settings.s3_region,
                          aws_access_key_id=settings.s3_access_key,
                          aws_secret_access_key=settings.s3_secret_key.get_secret_value())
    listed = client.list_objects_v2(Bucket=settings.s3_bucket, Prefix=job.artifact_folder)
    return [found["Key"] for found in listed.get("Contents", [])]


def test_a_worker_delivers_what_was_asked_for(engine, worker, request_export, settings):
    job_id = request_export()
    worker()
    job = within(120, lambda: ended(engine, job_id))
    assert (job.status, job.attempts, job.records) == (Status.DELIVERED, 1, 3)
    assert artifacts(settings, job) == [job.artifact]


def test_who_listens_is_told_when_the_file_is_there(engine, worker, request_export, firm, settings):
    webhooks = Webhooks(engine.graph, engine.clock, settings.model_copy(update={"webhook_private_targets": True}))
    with receiver() as there:
        _, secret = webhooks.create(firm.organization.no, there.url(), ["traceability_export.delivered"])
        job_id = request_export()
        worker()
        headers, body = within(180, lambda: there.received and there.received[0])
    assert Webhook(secret).verify(body, headers)["data"]["job_short_id"] == job_id
    assert engine.jobs.find(job_id).status is Status.DELIVERED


def test_a_redis_that_forgot_everything_costs_time_and_no_job(engine, worker, request_export, settings):
    jobs = [request_export() for _ in range(3)]
    Redis.from_url(settings.redis_url.get_secret_value()).flushall()
    worker()
    for job_id in jobs:
        assert within(120, lambda job_id=job_id: ended(engine, job_id)).status is Status.DELIVERED


def test_a_killed_work_horse_is_replaced_and_leaves_one_file(engine, worker, held, settings):
    process = worker()
    with held() as job_id:
        horse_of(process).kill()
    job = within(180, lambda: ended(engine, job_id))
    assert (job.status, job.attempts, job.records) == (Status.DELIVERED, 2, 3)
    assert artifacts(settings, job) == [job.artifact]
    assert process.is_running()


def test_a_job_whose_worker_and_work_horse_are_killed_goes_to_the_other_worker(engine, worker, held, settings):
    first = worker()
    with held() as job_id:
        horse = horse_of(first)
        first.kill()
        horse.kill()
    worker()
    job = within(180, lambda: ended(engine, job_id))
    assert (job.status, job.attempts) == (Status.DELIVERED, 2)
    assert artifacts(settings, job) == [job.artifact]


def test_two_workers_share_a_queue_and_do_each_job_once(engine, worker, request_export, settings):
    patient = {"LOTGRAPH_LIMIT_HEARTBEAT_LOST_SECONDS": "600"}  # a busy machine is no worker that is dead
    worker(**patient), worker(**patient)
    within(120, lambda: waiting_for_work(settings) == 2)  # Redis hands messages to them in turn
    jobs = [request_export() for _ in range(8)]
    done = [within(180, lambda job_id=job_id: ended(engine, job_id)) for job_id in jobs]
    assert [(job.status, job.attempts) for job in done] == [(Status.DELIVERED, 1)] * 8
    assert [artifacts(settings, job) for job in done] == [[job.artifact] for job in done]
    assert len({job.worker for job in done}) == 2


def test_a_worker_asked_to_stop_finishes_its_job_and_takes_its_sweeper_with_it(engine, worker, held):
    process = worker()
    with held() as job_id:
        sweepers = [child for child in process.children() if "workers.sweeper" in child.cmdline()]
        process.send_signal(signal.SIGTERM)
    assert process.wait(120) == 0
    assert engine.jobs.find(job_id).status is Status.DELIVERED
    assert len(sweepers) == 1
    within(60, lambda: not sweepers[0].is_running())


def test_a_worker_says_that_it_is_alive_until_it_ends(engine, servers, settings, tmp_path):
    """In a deployment of its own on the same Redis: killed workers of other tests are thought alive for a while."""
    queue = RedisQueue(settings.model_copy(update={"queue_prefix": "alive"}))
    environment = {**servers.environment(), "LOTGRAPH_QUEUE_PREFIX": "alive"}
    with worker_starter(environment, tmp_path / "worker.log") as start:
        process = start("imports")
        [name] = within(120, queue.workers)
        assert str(process.pid) in name
        assert queue.listeners() == {"exports": 0, "imports": 1}
    within(60, lambda: queue.workers() == [])
    assert queue.listeners() == {"exports": 0, "imports": 0}


def test_a_worker_outlives_a_restart_of_redis(engine, worker, request_export, servers):
    process = worker()
    first = request_export()
    within(120, lambda: ended(engine, first))
    try:
        servers.kill("redis")
    finally:
        servers.start("redis")
    second = request_export()
    assert within(120, lambda: ended(engine, second)).status is Status.DELIVERED
    assert process.is_running()
