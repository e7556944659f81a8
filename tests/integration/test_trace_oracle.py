"""The trace against a naive oracle on random networks: every direction and ring, many views."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.graph import Graph
from engine.identity import View
from engine.limits import Limits
from engine.trace.found import Found, find
from engine.trace.question import Direction, Question, Ring, Scope
from tests import networks, oracle
from tests.networks import FIRST_DAY, Network

LIMITS = Limits(worst_case_rounds=100)
WITHIN_DAYS = 1
BASE = 7_000_000_000
ROOM = 1_000


@pytest.fixture(scope="module")
def graph(settings) -> Iterator[Graph]:
    graph = Graph.open(settings)
    graph.apply_schema()
    networks.drop(graph, BASE)
    yield graph
    networks.drop(graph, BASE)
    graph.close()


def views(network: Network, random: Random) -> Iterator[tuple[int, oracle.View]]:
    """A few lots, each with a view: strangers, parties, grants whole and in part, earlier knowledge, dates."""
    orgs = network.organizations
    for lot in random.sample(network.lots, min(3, len(network.lots))):
        viewer = random.choice([*orgs, -1])
        shared = random.sample(orgs, random.choice((0, 1, len(orgs), len(orgs))))
        grants = [
            {"org": org, "gtins": random.choice((None, ["00000000000017"])),
             "from": FIRST_DAY + random.randint(-4, 4), "to": FIRST_DAY + random.randint(4, 12)}
            for org in random.sample(orgs, random.choice((0, 1, 2)))
        ]
        at = random.choice((3, 6, 9, 12, 12))
        window = random.choice(((None, None), (None, None), (FIRST_DAY, FIRST_DAY + 5)))
        yield lot["no"], oracle.View(viewer, sorted({viewer, *shared}), grants, at, *window)


def ask(graph: Graph, lot: int, view: oracle.View, direction: Direction, ring: Ring) -> Found:
    scope = Scope(View(view.viewer, view.orgs, view.grants), view.at, view.first, view.last)
    return graph.reading(lambda tx: find(tx, lot, Question(direction, ring), scope, LIMITS))


def expected_rings(truth: oracle.Oracle, lot: int) -> dict[Ring, set[int]]:
    start = truth.start(lot)
    return {Ring.IN_ORDER: truth.in_order(start), Ring.RECORDED: truth.reach(start),
            Ring.WORST_CASE: truth.worst_case(start, WITHIN_DAYS)}


def innermost(nodes_by_ring: dict[Ring, set[int]], up_to: Ring) -> dict[int, Ring]:
    found: dict[int, Ring] = {}
    for ring in Ring:
        if ring.rank <= up_to.rank:
            for node in nodes_by_ring[ring]:
                found.setdefault(node, ring)
    return found


def least(pairs: list[tuple[int, Ring]]) -> dict[int, Ring]:
    found: dict[int, Ring] = {}
    for key, ring in pairs:
        if key not in found or ring.rank < found[key].rank:
            found[key] = ring
    return found


def check(graph: Graph, network: Network, lot: int, view: oracle.View) -> None:
    truths = {Direction.FORWARD: oracle.Oracle(network, view, backward=False),
              Direction.BACKWARD: oracle.Oracle(network, view, backward=True)}
    rings = {way: expected_rings(truth, lot) for way, truth in truths.items()}
    stocks = {s["no"]: s for s in network.stocks}
    for direction in Direction:
        for ring in Ring:
            found = ask(graph, lot, view, direction, ring)
            pairs = [pair for way in direction.ways for pair in innermost(rings[way], ring).items()]
            of_stock = [(stocks[node], r) for node, r in pairs if node in stocks]
            assert found.cut is None
            assert found.events == least([(n, r) for n, r in pairs if n not in stocks])
            assert ({no: s.ring for no, s in found.places.items()}
                    == least([(row["place"], r) for row, r in of_stock]))
            assert ({no: s.ring for no, s in found.lots.items()}
                    == least([(row["lot"], r) for row, r in of_stock] + [(lot, Ring.IN_ORDER)]))
            if ring is not Ring.WORST_CASE:
                assert {no: s.depth for no, s in found.lots.items()} == hops(truths, direction, lot, set(found.lots))
                assert_ends(found, truths, rings, ring)
            for way, link in found.links:
                assert str(link.reason) in truths[way].reasons(link.from_stock, link.to_stock, WITHIN_DAYS)


def hops(truths: dict, direction: Direction, lot: int, shown: set[int]) -> dict[int, int]:
    found = {lot: 0}
    for way in direction.ways:
        for other, count in truths[way].depths(truths[way].start(lot)).items():
            if other in shown:
                found[other] = min(count, found.get(other, count))
    return found


def assert_ends(found: Found, truths: dict, rings: dict, ring: Ring) -> None:
    for way in {end.direction for end in found.ends}:
        shown = rings[way][ring]
        assert ({end.node for end in found.ends if end.direction is way}
                == truths[way].ends(rings[way][Ring.RECORDED]) & shown)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seeds=st.lists(st.integers(0, 2**32), min_size=1, max_size=60, unique=True))
def test_every_ring_and_direction_agrees_with_the_oracle(graph, seeds):
    batch = [networks.network(seed, BASE + i * ROOM) for i, seed in enumerate(seeds)]
    networks.drop(graph, BASE)
    networks.load(graph, batch)
    for seed, network in zip(seeds, batch, strict=True):
        for lot, view in views(network, Random(seed)):
            check(graph, network, lot, view)


def test_three_hundred_networks_agree_with_the_oracle(graph):
    networks.drop(graph, BASE)
    batch = [networks.network(seed, BASE + seed * ROOM) for seed in range(300)]
    networks.load(graph, batch)
    asked = 0
    for seed, network in enumerate(batch):
        for lot, view in views(network, Random(seed)):
            check(graph, network, lot, view)
            asked += 1
    assert asked > 500


def test_counts_ends_and_records_of_an_export_agree_with_the_oracle(graph):
    networks.drop(graph, BASE)
    batch = [networks.network(seed, BASE + seed * ROOM) for seed in range(1_000, 1_060)]
    networks.load(graph, batch)
    for seed, network in enumerate(batch):
        for lot, view in views(network, Random(seed)):
            check_export(graph, network, lot, view)


def check_export(graph: Graph, network: Network, lot: int, view: oracle.View) -> None:
    scope = Scope(View(view.viewer, view.orgs, view.grants), view.at, view.first, view.last).params()
    stocks = {s["no"]: s for s in network.stocks}
    ctes = {c["no"]: c for c in network.ctes}
    reached = {}
    for way in Direction.BOTH.ways:
        truth = oracle.Oracle(network, view, backward=way is Direction.BACKWARD)
        reached[way] = truth.reach(truth.start(lot))
        row = graph.one(f"trace/ends_{way}", lot=lot, most=1_000, **scope)
        assert set(row["nodes"]) == truth.ends(reached[way])
    for direction in Direction:
        nodes = set().union(*(reached[way] for way in direction.ways))
        events = [ctes[n] for n in nodes if n in ctes]
        assert graph.one(f"trace/counts_{direction}", lot=lot, **scope) == {
            "lots": len({stocks[n]["lot"] for n in nodes if n in stocks}),
            "locations": len({stocks[n]["place"] for n in nodes if n in stocks}),
            "events": len(events), "organizations": len({c["recorded_by"] for c in events}),
        }
        in_order = sorted(events, key=lambda c: (c["on"] is None, c["on"], c["tlc"], c["no"]))
        assert [row["no"] for row in graph.stream(f"trace/records_{direction}", lot=lot, **scope)] == [
            c["no"] for c in in_order]
