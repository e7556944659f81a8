"""The graph is a function of the set of records: neither order nor split into documents leaves a trace in it."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine.capture import Capture
from engine.fsma.descriptions import LocationDescription
from engine.graph import Graph
from engine.identity import Caller, Role
from tests import networks
from tests.correction_sets import sendings, standing
from tests.fresh import fresh_engine
from tests.graph_picture import Picture, picture
from tests.hostile_sets import REGISTERS, Sent, lot_event, record_sets
from tests.worked_example import EVENTS, LOCATIONS, RECORDED_BY

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)


@dataclass
class World:
    graph: Graph
    capture: Capture
    callers: list[Caller]

    def afresh(self) -> None:
        networks.run(self.graph, "wipe_records")

    def send(self, documents: list[list[Sent]]) -> None:
        """Captures documents in turn; events of several recorders in one document go as one each.

        A registration in a document comes after its events.
        """
        for document in documents:
            for recorder in dict.fromkeys(who for who, _ in document):
                steps = [step for who, step in document if who == recorder]
                if events := [step for step in steps if REGISTERS not in step]:
                    self.capture.capture_json(self.callers[recorder], json.dumps({"events": events}).encode())
                for place in (step[REGISTERS] for step in steps if REGISTERS in step):
                    self.capture.register_place(self.callers[recorder].organization, LocationDescription(**place))

    def drawn(self, documents: list[list[Sent]]) -> Picture:
        self.afresh()
        self.send(documents)
        return picture(self.graph)


@pytest.fixture(scope="module")
def world(settings) -> Iterator[World]:
    with fresh_engine(settings, NOW) as engine:
        callers = [Caller(engine.identity.create_organization(f"Recorder {i}"), Role.MANAGER, "test")
                   for i in range(18)]
        yield World(engine.graph, engine.capture, callers)


def test_worked_example_gives_one_graph_in_every_order_and_split(world):
    firms = list(LOCATIONS)
    events = [(firms.index(RECORDED_BY[event["event_id"]]), event) for event in EVENTS]
    expected = world.drawn([events])
    assert expected.faults == []
    assert sum(expected.live.values()) > 2 * 36  # all but harvests, landing, exempt packing draw from and to
    for seed in range(5):
        random = Random(seed)
        shuffled = random.sample(events, len(events))
        found = world.drawn(split(shuffled, random, 5))
        assert found.difference(expected) == {}
        assert found.faults == []


def split(events: list[Sent], random: Random, most: int) -> list[list[Sent]]:
    """The events, in order, in up to `most` documents."""
    cuts = sorted(random.sample(range(1, len(events)), min(most, len(events)) - 1))
    return [events[a:b] for a, b in zip([0, *cuts], [*cuts, len(events)], strict=True)]


@hypothesis_settings(max_examples=int(os.environ.get("LOTGRAPH_TEST_EXAMPLES", "20")), deadline=None,
                     suppress_health_check=list(HealthCheck), derandomize=True, database=None, phases=(Phase.generate,))
@given(record_sets(), st.integers(0, 2**32))
def test_small_hostile_sets_give_one_graph_in_every_order_and_split(world, sent, seed):
    expected = world.drawn([sent])
    assert expected.faults == []
    random = Random(seed)
    for most in (len(sent), 3):
        shuffled = random.sample(sent, len(sent))
        found = world.drawn(split(shuffled, random, most))
        assert found.difference(expected) == {}
        assert found.faults == []


@pytest.mark.parametrize("seed", range(int(os.environ.get("LOTGRAPH_TEST_EXAMPLES", "20")) // 2))
def test_corrections_in_rings_and_chains_leave_one_graph_in_every_order_and_split(world, seed):
    random = Random(seed)
    sent = sendings(random)
    there, here = ({"gln": LOCATIONS[place]["gln"]} for place in ("L03", "L06"))
    events = [(0, lot_event("shipping", "LOT 7", "2026-08-02", None, ship_from_location=there, ship_to_location=here,
                            event_id=name, quantity=100 + no, supersedes_event_id=corrects))
              for no, name, corrects in sent]
    expected = world.drawn([events])
    assert {flow[-2] - 100 for flow in expected.live} == standing(sent)
    for _ in range(3):
        found = world.drawn(split(random.sample(events, len(events)), random, len(events)))
        assert found.difference(expected) == {} and found.faults == []
