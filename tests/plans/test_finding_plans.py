"""Findings are listed without gathering them: rows are counted as they come, and a page keeps no more than its own."""

from collections.abc import Iterator

import pytest

from engine.graph import Graph
from engine.graph.statements import load
from tests import networks

NEVER = {"AllNodesScan", "NodeByLabelScan", "CartesianProduct", "Sort", "NodeIndexScan"}
SAMPLES = {"integer": 20_005, "list<integer>": [1], "list<string>": ["open"], "string": "x", "boolean": True,
           "list<map>": [{"org": 2, "gtins": None, "from": 1, "to": 2}]}
UNSET = ("records", "rows", "rule", "severity", "cte_type", "from", "to", "q", "place", "partner", "named")


@pytest.fixture(scope="module")
def graph(settings) -> Iterator[Graph]:
    graph = Graph.open(settings)
    graph.apply_schema()
    networks.run(graph, "plan_anew")
    yield graph
    graph.close()


def plan(graph: Graph, name: str, **given: object) -> list[str]:
    params = {param: SAMPLES[kind] for param, (kind, _) in load()[name].params.items()}
    return graph.plan(name, **{**params, **dict.fromkeys(UNSET), **given})


@pytest.mark.parametrize("given", [{}, {"rule": "V-X-01"}, {"records": [1], "rows": ["x"]}, {"place": 1, "partner": 1}],
                         ids=["all", "a rule", "a record", "a place"])
@pytest.mark.parametrize("name", ["findings/seen", "findings/counts"])
def test_findings_are_sought_by_recorder_record_and_row_and_never_sorted_whole(graph, name, given):
    chosen = plan(graph, name, **given)
    assert not NEVER & set(chosen)
    assert set(load()[name].plan) <= set(chosen)
    assert {"NodeIndexSeek"} <= set(chosen)
