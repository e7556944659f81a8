"""What we export we import to the same graph, and an exported workbook that comes back adds nothing."""

import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine.assembly import Engine
from engine.exports.record import About
from engine.exports.source import Source
from engine.exports.workbook import write_workbook
from engine.identity import Caller, Role
from engine.imports.job import Tally
from engine.requests.request import Asked
from engine.requests.selection import Found, Selection
from tests import networks
from tests.capturing import NOW
from tests.fresh import fresh_engine
from tests.graph_picture import Picture, picture
from tests.hostile_sets import Event, records
from tests.judging import LEFT_OUT, event
from tests.other_records import OTHERS
from tests.worked_example import EVENTS, LOCATIONS

_FARM = ("harvest_farm", "growing_area_name", "harvester_business_name", "harvester_phone", "harvest_date",
         "cooling_location", "cooling_date")
EXEMPT_PACKING = event(
    "EV04", event_id="EX1", cte_type="initial_packing_exempt_source", tlc="EXEMPT 1", tlc_source_reference=LEFT_OUT,
    source_location=LOCATIONS["L05"], **dict.fromkeys(_FARM, LEFT_OUT))


@dataclass
class World:
    engine: Engine
    caller: Caller

    def afresh(self) -> None:
        networks.run(self.engine.graph, "wipe_records")

    def send(self, events: list[Event]) -> int:
        """Capture events; returns how many records they made."""
        answer = self.engine.capture.capture_json(self.caller, json.dumps({"events": events}).encode())
        return answer.created

    def seen(self) -> Picture:
        found = picture(self.engine.graph)
        assert found.faults == []
        return found

    def exported(self) -> bytes:
        """A workbook of every record, as a request for all of them is answered."""
        engine, asked = self.engine, Asked(shared=True)
        selection = Selection(engine.graph, engine.identity, engine.trace)
        watermark = engine.trace.watermark()
        view = selection.view(self.caller.organization.no, asked)
        traced = selection.records(view, asked, watermark.at, Found())
        source = Source(engine.graph, engine.identity, engine.trace, engine.clock)
        file = io.BytesIO()
        write_workbook(file, source.exported(traced, view, watermark.at), About("Everything", NOW, NOW, "lotgraph"),
                       source.expand(view.orgs))
        return file.getvalue()

    def imported(self, raw: bytes) -> Tally:
        return self.engine.imports.receive(self.caller, raw, "export.xlsx").of.tally


@pytest.fixture(scope="module")
def world(settings) -> Iterator[World]:
    with fresh_engine(settings, NOW) as engine:
        yield World(engine, Caller(engine.identity.create_organization("Everything"), Role.MANAGER, "test"))


def comes_back(world: World, events: list[Event]) -> None:
    """Capture, export, import twice: into the same graph, and into an empty one."""
    world.afresh()
    created = world.send(events)
    before = world.seen()
    raw = world.exported()
    again = world.imported(raw)
    assert (again.created, again.duplicates, again.quarantined) == (0, created, 0)
    assert world.seen().difference(before) == {}
    world.afresh()
    anew = world.imported(raw)
    assert (anew.created, anew.quarantined) == (created, 0)
    assert world.seen().difference(before) == {}


def test_records_of_every_type_come_back_to_the_same_graph(world):
    events = [*EVENTS, EXEMPT_PACKING, *OTHERS]
    assert len({e.get("cte_type") or e["record_type"] for e in events}) == 11 + 6
    comes_back(world, events)


@hypothesis_settings(max_examples=int(os.environ.get("LOTGRAPH_TEST_EXAMPLES", "6")), deadline=None,
                     suppress_health_check=list(HealthCheck), derandomize=True, database=None, phases=(Phase.generate,))
@given(st.lists(records, min_size=4, max_size=12))
def test_small_hostile_sets_come_back_to_the_same_graph(world, events):
    comes_back(world, events)
