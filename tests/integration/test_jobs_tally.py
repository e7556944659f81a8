"""All export jobs of a deployment in a few numbers."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.jobs.job import Status
from engine.jobs.sla import Sla
from engine.jobs.tally import tally
from tests import exportable
from tests.firms import caller
from tests.fresh import fresh_engine

START = datetime(2026, 11, 3, 21, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def engine(settings):
    with fresh_engine(settings, START) as engine:
        yield engine


def counted(engine) -> tuple[dict[str, int], dict[str, int]]:
    """Counts above 0."""
    found = tally(engine.graph, engine.clock.now())
    assert set(found.by_status) == set(Status) and set(found.by_sla) == set(Sla)
    return ({str(name): number for name, number in found.by_status.items() if number},
            {str(name): number for name, number in found.by_sla.items() if number})


def test_jobs_are_counted_by_state_and_by_verdict_as_time_goes_on(engine):
    assert counted(engine) == ({}, {})
    assert tally(engine.graph, START).oldest_open == 0

    firm = exportable.firm(engine)
    waiting, delivered = (exportable.lot(engine, firm) for _ in range(2))
    engine.exports.request(caller(firm), waiting)
    engine.clock.advance(hours=1)
    job = engine.exports.request(caller(firm), delivered)
    engine.exports.render(job.id, "test")
    assert counted(engine) == ({"pending": 1, "delivered": 1}, {"on_track": 1, "met": 1})
    assert tally(engine.graph, engine.clock.now()).oldest_open == 3600
    # Counted by a process whose clock is behind.
    assert tally(engine.graph, START - timedelta(seconds=5)).oldest_open == 0

    # More than 18 hours are a risk, 24 a breach; what was delivered in time stays so.
    assert counted_at(engine, START + timedelta(hours=18)) == {"on_track": 1, "met": 1}
    assert counted_at(engine, START + timedelta(hours=18, seconds=1)) == {"at_risk": 1, "met": 1}
    assert counted_at(engine, START + timedelta(hours=24)) == {"breached": 1, "met": 1}


def counted_at(engine, moment: datetime) -> dict[str, int]:
    found = tally(engine.graph, moment).by_sla
    return {str(verdict): number for verdict, number in found.items() if number}
