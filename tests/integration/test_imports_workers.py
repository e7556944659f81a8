"""Real worker processes import long files; killed in the middle, every record is there once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
import pytest
from redis import Redis

from engine.assembly import open_engine
from engine.fsma.tlc import parse
from engine.identity import Caller, Role
from engine.ids import new_id
from engine.imports import Options, Status
from tests import exportable, files, networks
from tests.firms import event, join
from tests.processes import horse_of, within, worker_starter
from workers.queues import RedisQueue

SHIPMENTS, PART, DONE = 200, 20, 100


@pytest.fixture(scope="module")
def engine(settings):
    """An engine over an empty graph and queue, which leaves files of more than ten rows to workers."""
    limits = settings.limits.model_copy(update={"import_rows": 10})
    with open_engine(settings.model_copy(update={"limits": limits}), queue=RedisQueue(settings)) as engine:
        networks.run(engine.graph, "wipe")
        Redis.from_url(settings.redis_url.get_secret_value()).flushall()
        engine.prepare()
        yield engine


@pytest.fixture(scope="module")
def caller(engine):
    return Caller(join(engine, "L06").organization, Role.MANAGER, "test")


@pytest.fixture
def lots() -> list[str]:
    """Lot numbers of the shipments of one import, in the order of its rows."""
    number = new_id()[:14]
    return [f"{number}{n:04}" for n in range(SHIPMENTS)]


@pytest.fixture
def asked(engine, caller, lots) -> str:
    """Id of an import that waits for a worker."""
    content = files.shipments(event("EV14", lot_number) for lot_number in lots)
    return engine.imports.receive(caller, content, "long.xlsx", Options()).of.id


@pytest.fixture
@contextmanager
def halfway(engine, caller, asked, lots) -> Iterator[Callable[[], object]]:
    """Lets the import go no further than DONE rows while it is open; gives what waits until it stands there."""
    with networks.unfinished(engine.graph, "hold_lot", key=parse(event("EV14", lots[DONE])["tlc"]).match):
        yield lambda: within(180, lambda: engine.imports.find(caller, asked).tally.read == DONE)


@pytest.fixture
def request_export(engine) -> Callable[[], str]:
    """Ask for the export of a new lot; its job's id."""
    firm = exportable.firm(engine)
    sender = engine.identity.authenticate(firm.keys["manager"])
    return lambda: engine.exports.request(sender, exportable.lot(engine, firm)).id


@pytest.fixture
def worker(servers, tmp_path) -> Iterator[Callable[..., psutil.Process]]:
    """Starts worker processes, stopped at the end."""
    environment = {**servers.environment(), "LOTGRAPH_LIMIT_IMPORT_PART": "20"}
    with worker_starter(environment, tmp_path / "worker.log") as start:
        yield start


def ended(engine, caller, import_id):
    found = engine.imports.find(caller, import_id)
    return found if found.ended else None


def whole(engine, found):
    """That every row became a record, once."""
    assert found.status is Status.COMPLETED, found.error
    tally = found.tally
    assert (tally.read, tally.accepted, tally.created, tally.duplicates) == (SHIPMENTS, SHIPMENTS, SHIPMENTS, 0)
    rows = list(engine.imports.all_rows(found))
    assert [row.row for row in rows] == list(range(2, SHIPMENTS + 2))
    assert len({row.record_id for row in rows}) == SHIPMENTS


def test_an_import_whose_worker_and_work_horse_are_killed_goes_to_the_other_worker(
        engine, caller, worker, asked, halfway):
    first = worker()
    with halfway as stands:
        stands()
        horse = horse_of(first)
        first.kill()
        horse.kill()
    worker()
    found = within(300, lambda: ended(engine, caller, asked))
    whole(engine, found)
    assert len(found.tally.parts) == SHIPMENTS // PART, "no part was done twice"


def test_a_running_import_can_be_cancelled_and_leaves_what_it_says(engine, caller, worker, asked, halfway):
    process = worker()
    with halfway as stands:
        stands()
        cancelled = engine.imports.cancel(caller, asked)
    assert cancelled.tally.read == len(list(engine.imports.all_rows(cancelled))) == DONE
    within(180, lambda: horse_of(process) is None)
    assert engine.imports.find(caller, asked).tally == cancelled.tally


def test_an_export_does_not_wait_for_an_import_under_way(engine, caller, worker, asked, halfway, request_export):
    worker("exports"), worker("imports")
    with halfway as stands:
        stands()
        job_id = request_export()
        within(180, lambda: engine.jobs.find(job_id).ended)
        assert engine.imports.find(caller, asked).status is Status.PROCESSING
        engine.imports.cancel(caller, asked)


def test_a_worker_of_both_queues_takes_exports_first(engine, caller, worker, asked, request_export):
    job_id = request_export()
    worker()
    found = within(180, lambda: ended(engine, caller, asked))
    assert engine.jobs.find(job_id).delivered_at < found.started_at


def test_a_worker_of_exports_leaves_imports_alone(engine, caller, worker, asked, request_export):
    worker("exports")
    job_id = request_export()
    within(180, lambda: engine.jobs.find(job_id).ended)
    assert engine.imports.find(caller, asked).status is Status.PENDING
    assert asked in RedisQueue(engine.settings).waiting()
    engine.imports.cancel(caller, asked)
