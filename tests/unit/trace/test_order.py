"""Which goods could have been where in the order of dates."""

from hypothesis import given
from hypothesis import strategies as st

from engine.trace.edges import Edges
from engine.trace.order import in_order

PLANT, DC, STORE = 1, 2, 3
SHIPPED, SENT_ON = 11, 12


def along(first: int | None, second: int | None) -> Edges:
    """Plant to distribution centre to store, on two days."""
    return Edges({PLANT: [SHIPPED], SHIPPED: [DC], DC: [SENT_ON], SENT_ON: [STORE]}, {SHIPPED: first, SENT_ON: second})


def test_a_later_shipment_continues_an_earlier_one():
    assert in_order(along(10, 12), [PLANT]) == {PLANT, SHIPPED, DC, SENT_ON, STORE}


def test_one_day_early_still_counts_for_time_zones():
    assert STORE in in_order(along(10, 9), [PLANT])


def test_two_days_early_does_not():
    assert in_order(along(10, 8), [PLANT]) == {PLANT, SHIPPED, DC}


def test_the_traced_lot_sets_no_bound_on_its_own_first_movement():
    assert SHIPPED in in_order(along(-400, 12), [PLANT])


def test_an_undated_event_counts_and_passes_the_earlier_date_on():
    edges = Edges({1: [11], 11: [2], 2: [12], 12: [3], 3: [13], 13: [4]}, {11: 10, 12: None, 13: 8})
    assert in_order(edges, [1]) == {1, 11, 2, 12, 3}


def test_days_of_tolerance_do_not_add_up():
    """10, then 9, then 8: the second is a day early, and the third two days before the first."""
    edges = Edges({1: [11], 11: [2], 2: [12], 12: [3], 3: [13], 13: [4]}, {11: 10, 12: 9, 13: 8})
    assert in_order(edges, [1]) == {1, 11, 2, 12, 3}


def test_the_earliest_way_in_decides():
    """Two ways into the centre, on days 5 and 20; what left on day 6 can have come by the first."""
    edges = Edges({1: [11, 12], 11: [2], 12: [2], 2: [13], 13: [3]}, {11: 20, 12: 5, 13: 6})
    assert 3 in in_order(edges, [1])


def test_backwards_the_latest_departure_decides():
    """Backwards days are negated: what arrived on day 9 cannot be in what left on day 7."""
    edges = Edges({3: [12], 12: [2], 2: [11], 11: [1]}, {12: -7, 11: -9})
    assert in_order(edges, [3]) == {3, 12, 2}


def test_a_ring_of_returns_ends():
    edges = Edges({1: [11], 11: [2], 2: [12], 12: [1]}, {11: 10, 12: 11})
    assert in_order(edges, [1]) == {1, 11, 2, 12}


@st.composite
def graphs(draw) -> Edges:
    """Up to six stocks and eight events between them."""
    stocks = range(draw(st.integers(1, 6)))
    edges = Edges({stock: [] for stock in stocks})
    for event in range(100, 100 + draw(st.integers(0, 8))):
        edges.days[event] = draw(st.none() | st.integers(0, 6))
        edges.onward[event] = sorted(draw(st.sets(st.sampled_from(stocks), max_size=2)))
        for stock in draw(st.sets(st.sampled_from(stocks), min_size=1, max_size=2)):
            edges.onward[stock].append(event)
    return edges


def every_walk(edges: Edges, node: int, so_far: int | None, seen: frozenset) -> set[int]:
    """Nodes of all walks on from `node`, whose latest date so far is `so_far`; a state is visited once a walk."""
    found = {node}
    for head in edges.onward.get(node, ()):
        day = edges.days[node] if node in edges.days else edges.days[head]
        if day is not None and so_far is not None and day < so_far - 1:
            continue
        latest = max((d for d in (day, so_far) if d is not None), default=None)
        if (head, latest) not in seen:
            found |= every_walk(edges, head, latest, seen | {(head, latest)})
    return found


@given(graphs())
def test_it_finds_what_walking_every_way_finds(edges):
    assert in_order(edges, [0]) == every_walk(edges, 0, None, frozenset({(0, None)}))
