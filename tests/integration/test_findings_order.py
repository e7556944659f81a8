"""Open findings are a function of the set of records: neither order nor split nor a cure withdrawn leaves a trace."""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine.findings import Findings
from engine.graph import Graph
from engine.identity import Caller, Role
from tests import networks
from tests.fresh import fresh_engine
from tests.hostile_sets import REGISTERS
from tests.integration.test_capture_order import World, record_sets, split
from tests.judging import event
from tests.worked_example import EVENTS, LOCATIONS, RECORDED_BY

NOW = datetime(2026, 9, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(settings) -> Iterator[tuple[World, Findings]]:
    with fresh_engine(settings, NOW) as engine:
        callers = [Caller(engine.identity.create_organization(f"Recorder {i}"), Role.MANAGER, "test")
                   for i in range(18)]
        yield World(engine.graph, engine.capture, callers), engine.findings


def open_findings(graph: Graph, findings: Findings) -> Counter:
    findings.settle(1_000)
    assert networks.run(graph, "unsettled") == [{"marks": 0}]
    return Counter(
        (row["rule"], row["severity"], row["record"], tuple(sorted(row["others"])), row["field"],
         tuple(sorted(row["keys"])), row["recorder"])
        for row in networks.run(graph, "open_findings"))


def drawn(world: tuple[World, Findings], documents: list) -> Counter:
    there, findings = world
    there.afresh()
    there.send(documents)
    return open_findings(there.graph, findings)


def test_worked_example_has_its_findings_in_every_order_and_split(world):
    firms = list(LOCATIONS)
    events = [(firms.index(RECORDED_BY[event["event_id"]]), event) for event in EVENTS]
    expected = drawn(world, [events])
    assert Counter((rule, severity) for rule, severity, *_ in expected.elements()) == {
        ("V-X-03", "warning"): 1, ("V-X-20", "info"): 1, ("V-X-24", "info"): 1, ("V-X-23", "info"): 41}
    for seed in range(1, 3):
        random = Random(seed)
        shuffled = random.sample(events, len(events))
        assert drawn(world, split(shuffled, random, 6)) == expected


def test_places_that_a_registration_parts_are_compared_again(world):
    bare = {part: value for part, value in LOCATIONS["L06"].items() if part not in ("gln", "ffrn")}
    cooled = event("EV03", harvest_farm=bare, immediate_subsequent_recipient={**bare, "gln": LOCATIONS["L06"]["gln"]},
                   cooling_location=LOCATIONS["L07"])
    crossed = event("EV10", immediate_previous_source=bare,
                    receiving_location={**bare, "gln": LOCATIONS["L07"]["gln"]})
    registered = {REGISTERS: {"gln": LOCATIONS["L06"]["gln"]}}
    expected = drawn(world, [[(0, cooled), (0, crossed), (3, registered)]])
    assert ("V-X-21", "warning") in {(rule, severity) for rule, severity, *_ in expected}
    assert drawn(world, [[(0, cooled)], [(3, registered)], [(0, crossed)]]) == expected


@hypothesis_settings(max_examples=int(os.environ.get("LOTGRAPH_TEST_EXAMPLES", "6")), deadline=None,
                     suppress_health_check=list(HealthCheck), derandomize=True, database=None, phases=(Phase.generate,))
@given(record_sets(), st.integers(0, 2**32))
def test_small_hostile_sets_have_the_same_findings_in_every_order_and_split(world, sent, seed):
    expected = drawn(world, [sent])
    random = Random(seed)
    for most in (len(sent), 3):
        shuffled = random.sample(sent, len(sent))
        found = drawn(world, split(shuffled, random, most))
        assert found - expected == expected - found == Counter()
