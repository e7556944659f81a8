"""A file whose parts outgrow the transactions of its server is written in smaller ones, and every row comes in once."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from pydantic import SecretStr

from engine.assembly import open_engine
from engine.clock import FixedClock
from engine.errors import NotFound
from engine.graph import TooMuchAtOnce
from engine.identity import Caller, Role
from engine.ids import new_id
from engine.imports import Options, Status
from engine.imports.running import Runner
from engine.stack import Stack
from engine.stack.options import SERVERS
from tests import files
from tests.firms import event, join

SHIPMENTS, AT_ONCE = 180, 130


@pytest.fixture(scope="module")
def engine(settings, tmp_path_factory):
    """An engine on a server that gives one transaction no more than a few megabytes."""
    stack = Stack(tmp_path_factory.mktemp("small"), prefer_known_ports=False, ports={}, heap="256m", pagecache="16m",
                  transaction="4m", start_seconds=600)
    try:
        given = stack.up(servers_only=True).environment()
        # What outgrows the memory while it commits looks to the driver like a fault that passes.
        limits = settings.limits.model_copy(update={"import_rows": AT_ONCE, "retry_seconds": 2})
        changes = {"neo4j_uri": given["LOTGRAPH_NEO4J_URI"], "limits": limits,
                   "neo4j_password": SecretStr(given["LOTGRAPH_NEO4J_PASSWORD"])}
        clock = FixedClock(datetime(2026, 8, 20, 12, tzinfo=UTC))
        with open_engine(settings.model_copy(update=changes), clock) as engine:
            engine.prepare()
            yield engine
    finally:
        for name in SERVERS:
            stack.kill(name)


@pytest.fixture(scope="module")
def caller(engine):
    return Caller(join(engine, "L06").organization, Role.MANAGER, "test")


@pytest.fixture
def refused(monkeypatch):
    """Sizes of the parts that the server refused."""
    real, sizes = Runner._part, []

    def part(self, attempt, of, groups, tried):
        try:
            return real(self, attempt, of, groups, tried)
        except TooMuchAtOnce:
            sizes.append(len(groups))
            raise

    monkeypatch.setattr(Runner, "_part", part)
    return sizes


def shipments(count):
    number = new_id()[:14]
    return files.shipments(event("EV14", f"{number}{n:04}") for n in range(count))


def whole(engine, found, count):
    """That every row became a record, once, and the numbers say so."""
    tally = found.tally
    assert found.status is Status.COMPLETED, found.error
    assert (tally.read, tally.accepted, tally.created, tally.duplicates) == (count, count, count, 0)
    rows = list(engine.imports.all_rows(found))
    assert [row.row for row in rows] == list(range(2, count + 2))
    assert len({row.record_id for row in rows}) == count
    assert sum(sum(counts) for _, *counts in tally.parts) == count


def test_parts_that_outgrow_a_transaction_are_halved_until_they_fit(engine, caller, refused):
    import_id = engine.imports.receive(caller, shipments(SHIPMENTS), "long.xlsx", Options()).of.id
    engine.imports.run(import_id, "w")
    found = engine.imports.find(caller, import_id)
    whole(engine, found, SHIPMENTS)
    assert refused == sorted(set(refused), reverse=True) and refused[0] == SHIPMENTS, "no size is tried twice"
    firsts = [first for first, *_ in found.tally.parts]
    assert len(firsts) > 1 and all(later - first < min(refused) for first, later in pairwise(firsts))
    for row in list(engine.imports.all_rows(found))[::37]:
        assert engine.capture.record(caller, row.record_id).sent["rows"] == [row.row]


def test_a_short_file_that_outgrows_a_transaction_goes_to_a_worker(engine, caller):
    answer = engine.imports.receive(caller, shipments(AT_ONCE), "short.xlsx", Options())
    assert answer.of.status is Status.PENDING
    engine.imports.run(answer.of.id, "w")
    whole(engine, engine.imports.find(caller, answer.of.id), AT_ONCE)


def test_a_dry_run_of_it_counts_the_same_and_keeps_nothing(engine, caller, refused):
    answer = engine.imports.receive(caller, shipments(AT_ONCE), "short.xlsx", Options(dry_run=True))
    assert answer.of.status is Status.PENDING
    engine.imports.run(answer.of.id, "w")
    found = engine.imports.find(caller, answer.of.id)
    assert refused and (found.status, found.tally.created) == (Status.COMPLETED, AT_ONCE)
    first = next(engine.imports.all_rows(found)).record_id
    with pytest.raises(NotFound):
        engine.capture.record(caller, first)
