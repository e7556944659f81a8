"""Making plans ready finds nothing and writes nothing."""

from engine.graph.warm import READING, WRITING, warm
from tests import networks

BASE = 7_700_000_000


def test_every_statement_is_made_ready_and_the_graph_stays_as_it_is(graph):
    networks.load(graph, [networks.network(seed, BASE + seed * 1_000) for seed in range(3)])
    before = networks.run(graph, "count_flows")
    made = warm(graph)
    assert made > len(READING) + len(WRITING)
    assert warm(graph) == made
    assert networks.run(graph, "count_flows") == before
    networks.drop(graph, BASE)
