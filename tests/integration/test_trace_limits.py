"""An answer that a limit cuts says so, where and why; one that is whole says that."""

from collections.abc import Iterator

import pytest

from engine.graph import Graph
from engine.identity import View
from engine.limits import Limits
from engine.trace.found import Found, find
from engine.trace.question import Direction, Question, Ring, Scope
from engine.trace.worst_case import Reason
from tests import networks
from tests.networks import FIRST_DAY, OPEN, Network

BASE = 9_000_000_000
FIRM, PLANT = BASE + 1, BASE + 2
STORES = [BASE + 10 + i for i in range(20)]
LOT, NEIGHBOURS = BASE + 100, [BASE + 101 + i for i in range(5)]


def star_and_row() -> Network:
    """One lot shipped from a plant to twenty stores on the first day, and five further lots at the plant, each made
    a day after the one before: a chain of contacts."""
    net = Network(BASE, [FIRM], [PLANT, *STORES])
    number = iter(range(BASE + 1_000, BASE + 2_000))
    net.lots = [{"no": lot, "id": f"lot-{lot}", "key": f"lot-{lot}", "kind": "packed", "tlc_match": f"T{lot}"}
                for lot in (LOT, *NEIGHBOURS)]
    at_plant = {}
    for lot in (LOT, *NEIGHBOURS):
        at_plant[lot] = next(number)
        net.stocks.append({"no": at_plant[lot], "key": f"{lot}@plant", "lot": lot, "place": PLANT})
    for i, store in enumerate(STORES):
        stock = next(number)
        net.stocks.append({"no": stock, "key": f"store-{i}", "lot": LOT, "place": store})
        _event(net, next(number), "shipping", LOT, FIRST_DAY, [at_plant[LOT]], [stock])
    for i, lot in enumerate(NEIGHBOURS, start=1):
        _event(net, next(number), "transformation", lot, FIRST_DAY + i, [], [at_plant[lot]])
    return net


def _event(net: Network, no: int, kind: str, lot: int, day: int, tails: list[int], heads: list[int]) -> None:
    net.ctes.append({"no": no, "id": f"cte-{no}", "key": f"cte-{no}", "event_id": f"EV{no}", "cte_type": kind,
                     "lot": lot, "recorded_by": FIRM, "counterparties": [], "on": day, "recorded_at": 1,
                     "superseded_at": OPEN, "gtin": None, "tlc": f"T{lot}", "record": "{}", "position": 0})
    net.flows += [{"tail": stock, "head": no, "cte": no} for stock in tails]
    net.flows += [{"tail": no, "head": stock, "cte": no} for stock in heads]


@pytest.fixture(scope="module")
def graph(settings) -> Iterator[Graph]:
    graph = Graph.open(settings)
    graph.apply_schema()
    networks.drop(graph, BASE)
    networks.load(graph, [star_and_row()])
    yield graph
    networks.drop(graph, BASE)
    graph.close()


def ask(graph: Graph, limits: Limits, ring: Ring = Ring.RECORDED) -> Found:
    scope = Scope(View(FIRM, [FIRM]), at=5)
    return graph.reading(lambda tx: find(tx, LOT, Question(Direction.FORWARD, ring), scope, limits))


def test_a_whole_answer_is_not_cut(graph):
    found = ask(graph, Limits(trace_nodes=41))
    assert (len(found.events), len(found.places), found.cut) == (20, 21, None)


def test_one_node_over_the_limit_is_cut_and_says_where_and_why(graph):
    found = ask(graph, Limits(trace_nodes=40))
    assert found.cut.where == "forward"
    assert "More than 40 stocks and events" in found.cut.why
    assert len(found.events) + len(found.stocks_at) == 40


def test_a_cut_does_not_make_ends_that_are_none(graph):
    """The stores end the walk; the plant and the shipments do not, however few nodes are shown."""
    found = ask(graph, Limits(trace_nodes=10))
    assert all(found.place_of.get(end.node) in STORES for end in found.ends)


def test_the_worst_case_follows_contact_from_day_to_day(graph):
    found = ask(graph, Limits(), Ring.WORST_CASE)
    assert set(found.lots) == {LOT, *NEIGHBOURS}
    assert [link.reason for _, link in found.links] == [Reason.CONTACT] * 5
    assert found.cut is None


def test_a_wider_window_needs_fewer_links_in_a_row(graph):
    found = ask(graph, Limits(contact_hours=120, worst_case_rounds=1), Ring.WORST_CASE)
    assert (set(found.lots), found.cut) == ({LOT, *NEIGHBOURS}, None)


def test_too_many_rounds_are_cut_and_say_so(graph):
    found = ask(graph, Limits(worst_case_rounds=2), Ring.WORST_CASE)
    assert set(found.lots) == {LOT, *NEIGHBOURS[:2]}
    assert (found.cut.where, found.cut.why) == ("worst_case", "Further links could be inferred after 2 rounds.")


def test_a_worst_case_that_outgrows_the_limit_is_cut(graph):
    found = ask(graph, Limits(trace_nodes=42), Ring.WORST_CASE)
    assert "grew beyond 42" in found.cut.why
