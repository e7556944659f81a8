"""Making plans ready reads nothing it finds and writes nothing."""

from engine.graph.statements import load
from engine.graph.warm import ALSO, AREAS, warm
from tests import networks

BASE = 7_700_000_000


def test_every_statement_runs_and_the_graph_stays_as_it_is(graph):
    networks.load(graph, [networks.network(seed, BASE + seed * 1_000) for seed in range(3)])
    before = networks.run(graph, "count_flows")
    ready = sum(name.partition("/")[0] in AREAS for name in load()) + len(ALSO)
    assert [warm(graph), warm(graph)] == [ready, ready]
    assert networks.run(graph, "count_flows") == before
    networks.drop(graph, BASE)
