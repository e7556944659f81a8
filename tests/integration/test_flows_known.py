"""A graph drawn before flows told apart what stands from what does not is set right when the schema is applied."""

from tests import networks

BASE = 7_750_000_000
ROOM = 1_000


def test_flows_drawn_before_are_told_apart_and_the_rest_is_left_as_it_is(graph):
    batch = [networks.network(seed, BASE + seed * ROOM) for seed in range(12)]
    over = {cte["no"] for n in batch for cte in n.ctes if cte["superseded_at"] != networks.OPEN}
    networks.load(graph, batch)
    try:
        drawn = networks.run(graph, "known_flows", base=BASE)
        assert {row["cte"] for row in drawn if row["known_until"] is not None} == over != set()
        networks.run(graph, "old_flows", base=BASE)
        assert all(row["known_until"] is None for row in networks.run(graph, "known_flows", base=BASE))
        for _ in range(2):
            graph.write("schema/110_flows_known")
            now = networks.run(graph, "known_flows", base=BASE)
            # What stands keeps a property that nothing reads.
            assert [row | {"superseded_at": None} for row in now] == drawn
            assert {row["cte"] for row in now if row["superseded_at"] is None} == over
    finally:
        networks.drop(graph, BASE)
