"""Statements that keep their first plan start at indexed values in it, though the graph may have been empty then."""

import re
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
    networks.run(graph, "plan_anew")
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


READ = re.compile(r"\((\w*):(\w+)")
HINTED = re.compile(r"USING INDEX (?:SEEK )?(\w+):(\w+)\(")
WRITES = re.compile(r"\s*(?:CREATE|MERGE|FOREACH)\b")


def unhinted(text: str) -> list[str]:
    """Nodes that a statement reads by their label without naming an index.

    Such a label is a way in: the planner may read all nodes that carry it. A node that is reached from another has no
    label; the type of the relationship tells what it is.
    """
    hinted = set(HINTED.findall(text))
    read = [each for line in text.splitlines() if not WRITES.match(line) for each in READ.findall(line)]
    return [f"{name}:{label}" for name, label in read if (name, label) not in hinted]


def test_a_label_without_an_index_named_is_found():
    text = "UNWIND $records AS no\nMATCH (f:Finding {record: no})\nWHERE f.scope IS NOT NULL"
    assert unhinted(text) == ["f:Finding"]
    assert unhinted(text.replace("WHERE", "USING INDEX SEEK f:Finding(record)\nWHERE")) == []
    assert unhinted("MERGE (d)-[:OF]->(p:Place)\nWITH d\nMATCH (d)<-[:LIKE]-(:Place)-[:AT]->(x)") == [":Place"]


@pytest.mark.parametrize("name", [name for name in KEPT if name not in FEW])
def test_a_kept_plan_does_not_depend_on_what_the_graph_held_when_it_was_made(name):
    """Of few nodes the planner reads all, or takes another index; the plan would stay when there are many."""
    assert unhinted(load()[name].text) == []


def test_statements_of_a_capture_keep_their_plans():
    assert {"capture/records", "capture/draw_flows", "findings/lot_records"} <= set(KEPT)
