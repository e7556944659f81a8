"""The supply networks that benchmarks run on are alike each time, sound, and as awkward as trade is."""

from collections import Counter
from datetime import UTC, datetime
from statistics import median

import pytest

from engine.fsma.judge import judge, shape_faults
from tests.benchmarks.documents import documents, event_json
from tests.benchmarks.plainly import Plainly
from tests.benchmarks.questions import Question, Seen
from tests.benchmarks.rows import Rows
from tests.benchmarks.supply import network

EVENTS = 6_000
NOW = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def ground():
    return network(EVENTS)[0]


@pytest.fixture(scope="module")
def events():
    return list(network(EVENTS)[1])


def test_one_seed_gives_one_network(ground, events):
    again = network(EVENTS)
    assert again[0] == ground
    assert list(again[1]) == events


def test_another_seed_gives_another(events):
    assert list(network(EVENTS, seed=8)[1]) != events


@pytest.mark.parametrize("size", [1, 1_000, 3_333])
def test_there_are_as_many_events_as_asked_for(size):
    assert len(list(network(size)[1])) == size


def test_nothing_leaves_a_stock_before_something_came(events):
    there = set()
    for event in events:
        assert set(event.tails) <= there
        there.update(event.heads)


def test_a_lot_comes_into_being_once(events):
    made = [event.lot for event in events if event.kind in ("harvesting", "initial_packing", "transformation")]
    assert len(made) == len(set(made))


def test_codes_are_unique(events):
    lots = {event.lot for event in events if not event.lot.is_crop}
    assert len({(lot.gtin, lot.number) for lot in lots}) == len(lots)


def test_sizes_are_skewed(ground, events):
    packed = Counter(event.place for event in events if event.kind == "initial_packing")
    counts = sorted((packed[packer] for packer in ground.of("packer")), reverse=True)
    assert counts[0] > 2 * counts[-1]
    served = sorted(map(len, ground.stores_of.values()), reverse=True)
    assert served[0] > 2 * served[-1]


def test_lots_are_mixed_and_split_among_batches(events):
    batches = [event for event in events if event.kind == "transformation"]
    assert max(len(event.tails) for event in batches) > 2
    assert Counter(stock for event in batches for stock in event.tails).most_common(1)[0][1] > 1


def test_a_truck_carries_several_lots_with_a_record_each(events):
    on_board = Counter(event.paper for event in events if event.kind == "shipping")
    assert on_board.most_common(1)[0][1] > 3


def test_some_deliveries_are_told_by_the_sender_alone(events):
    told = Counter(event.kind for event in events)
    assert 0.85 < told["receiving"] / told["shipping"] < 0.99


def test_both_sides_mostly_agree_on_how_much(events):
    sides = {}
    for event in events:
        if event.kind in ("shipping", "receiving"):
            sides.setdefault((event.lot, event.paper, *event.heads), []).append(event.quantity)
    pairs = [quantities for quantities in sides.values() if len(quantities) == 2]
    assert 0.95 < sum(a == b for a, b in pairs) / len(pairs) < 1


def test_some_lots_come_back():
    events = list(network(30_000)[1])
    ways = {(event.lot, event.tails[0][1], event.heads[0][1]) for event in events if event.kind == "shipping"}
    assert any((lot, target, source) in ways for lot, source, target in ways)


def test_a_larger_network_leaves_a_lot_as_it_is():
    small, large = (median(reaches(size)) for size in (8_000, 32_000))
    assert small / 2 < large < small * 2


def reaches(size: int) -> list[int]:
    """What each packed lot reaches forwards."""
    ground, events = network(size)
    rows, memory = Rows(ground, range(ground.firms), 0), Plainly(Seen(0, list(range(ground.firms)), 2**62))
    part = next(rows.parts(events, size))
    memory.load(part)
    return [memory.nodes(Question("lot", lot["no"], "forward")) for lot in part.lots if lot["kind"] == "packed"]


def test_every_event_is_an_acceptable_record_with_nothing_to_note(events):
    for position, event in enumerate(events[:2_000]):
        judged = judge(event_json(event), position, NOW)
        assert judged.record is not None, judged.findings
        assert judged.findings == ()


def test_every_kind_of_event_is_among_them(events):
    assert {event.kind for event in events[:2_000]} == {
        "harvesting", "cooling", "initial_packing", "transformation", "shipping", "receiving"}


def test_documents_hold_one_firm_s_events_in_order_each_once(events):
    sent = list(documents(events, 100))
    assert max(len(some) for _, some in sent) == 100
    recorder = {f"EV{event.no:07d}": event.recorder for event in events}
    assert all(recorder[one["event_id"]] == firm for firm, some in sent for one in some)
    ids = [one["event_id"] for _, some in sent for one in some]
    assert sorted(ids) == sorted(recorder)
    assert all([one["event_id"] for one in some] == sorted(one["event_id"] for one in some) for _, some in sent)


def test_documents_have_the_shape_the_endpoint_wants(events):
    assert shape_faults({"events": [event_json(event) for event in events[:500]]}) == []
