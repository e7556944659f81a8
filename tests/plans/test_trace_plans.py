"""The planner keeps what the headers of the trace statements promise, on a loaded graph."""

from collections.abc import Iterator

import pytest

from engine.graph import Graph
from engine.graph.statements import load
from tests import networks

BASE = 8_000_000_000
ROOM = 1_000
NETWORKS = 400
PROMISED = sorted(name for name, statement in load().items() if name.startswith("trace/") and statement.plan)
WALKS = [name for name in PROMISED if "VarLengthExpand(Pruning,BFS,All)" in load()[name].plan]
# One row a repetition, or all rows of a label: what makes a trace slow on a network of real size.
NEVER = {"Repeat(Trail)", "Repeat(Walk)", "AllNodesScan", "NodeByLabelScan", "CartesianProduct",
         "VarLengthExpand(All)", "DirectedAllRelationshipsScan", "UndirectedAllRelationshipsScan",
         "NodeIndexScan", "DirectedRelationshipTypeScan", "UndirectedRelationshipTypeScan"}
SAMPLES = {
    "integer": 20_005, "integer|null": 20_005, "list<integer>": [1, 2, 3], "list<string>": ["shipping"],
    "string": "x", "string|null": "x", "list<map>": [{"org": 1, "gtins": ["00000000000017"], "from": 1, "to": 2}],
}


@pytest.fixture(scope="module")
def graph(settings) -> Iterator[Graph]:
    graph = Graph.open(settings)
    graph.apply_schema()
    networks.drop(graph, BASE)
    networks.load(graph, [networks.network(seed, BASE + seed * ROOM) for seed in range(NETWORKS)])
    networks.run(graph, "plan_anew")
    yield graph
    networks.drop(graph, BASE)
    graph.close()


def plan(graph: Graph, name: str) -> list[str]:
    return graph.plan(name, **{param: SAMPLES[kind] for param, (kind, _) in load()[name].params.items()})


def test_the_graph_is_large_enough_for_plans_to_mean_something(graph):
    assert networks.run(graph, "count_flows")[0]["flows"] > 8_000


@pytest.mark.parametrize("name", PROMISED)
def test_the_plan_holds_what_the_header_promises(graph, name):
    chosen = plan(graph, name)
    assert set(load()[name].plan) <= set(chosen), chosen


@pytest.mark.parametrize("name", PROMISED)
def test_no_plan_lists_trails_or_scans(graph, name):
    assert not NEVER & set(plan(graph, name))


@pytest.mark.parametrize("name", WALKS)
def test_walks_prune_with_every_predicate_in_place(name):
    text = load()[name].text
    for predicate in ("$viewer IN f.counterparties", "any(g IN $grants", "$from <= f.on <= $to",
                      "f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at"):
        assert predicate in text


def test_every_trace_statement_promises_a_plan():
    assert [name for name in load() if name.startswith("trace/") and name not in PROMISED] == []
