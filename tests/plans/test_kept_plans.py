"""Statements that keep their first plan start at indexed values in it, though the graph may have been empty then."""

from collections.abc import Iterator

import pytest

from engine.graph import Graph
from engine.graph.statements import load
from tests import networks

BASE = 7_000_000_000
KEPT = sorted(name for name, statement in load().items() if statement.keeps_plan)
# Whatever reads all of a label or of a type, which takes the longer the more there is. An index may be read whole only
# from a given beginning on.
SCANS = {"AllNodesScan", "NodeByLabelScan", "NodeIndexScan", "DirectedAllRelationshipsScan",
         "UndirectedAllRelationshipsScan", "DirectedRelationshipTypeScan", "UndirectedRelationshipTypeScan",
         "NodeHashJoin", "ValueHashJoin", "UnionNodeByLabelsScan"}
# Marks are few: they are taken up one by one, the oldest first.
FEW = {"findings/next_mark"}
SAMPLES = {"integer": 1, "string": "x", "boolean": True, "map": {}}


@pytest.fixture(scope="module", params=["empty", "filled"])
def graph(settings, request) -> Iterator[Graph]:
    graph = Graph.open(settings)
    graph.apply_schema()
    networks.run(graph, "wipe_records")
    networks.drop(graph, BASE)
    if request.param == "filled":
        networks.load(graph, [networks.network(seed, BASE + seed * 1_000) for seed in range(60)])
    yield graph
    networks.drop(graph, BASE)
    graph.close()


def sample(kind: str, size: int) -> object:
    if kind.endswith("|null"):
        return None
    return [SAMPLES[kind[5:-1]]] * size if kind.startswith("list<") else SAMPLES[kind]


@pytest.mark.parametrize("name", [name for name in KEPT if name not in FEW])
def test_a_kept_plan_scans_nothing(graph, name):
    for size in (1, 100):
        params = {param: sample(kind, size) for param, (kind, _) in load()[name].params.items()}
        assert not SCANS & set(graph.plan(name, **params)), size


def test_statements_of_a_capture_keep_their_plans():
    assert {"capture/records", "capture/draw_flows", "findings/lot_records"} <= set(KEPT)
