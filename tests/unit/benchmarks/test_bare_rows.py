"""Bare rows of events, worked out by hand."""

from json import loads

import pytest

from engine.fsma.records import from_json
from tests.benchmarks.places import Map, Place
from tests.benchmarks.plainly import Plainly
from tests.benchmarks.questions import Question, Seen
from tests.benchmarks.rows import OPEN, Rows
from tests.benchmarks.supply import Event, Lot, network

KINDS = ("farm", "cooler", "packer", "store")
FARM, COOLER, PACKER, STORE = (Place(no, kind, no, 0, 1.0) for no, kind in enumerate(KINDS))
GROUND = Map((FARM, COOLER, PACKER, STORE), 4, {}, {}, {})
CROP = Lot(0, FARM, 20_000, "Field 1")
LOT = Lot(1, PACKER, 20_001, gtin="00000000000017", number="L1")
HARVEST = Event(0, "harvesting", 20_000, CROP, FARM, COOLER, 9, (), ((CROP, FARM),), "FT 1")
PACKING = Event(1, "initial_packing", 20_001, LOT, PACKER, None, 8, ((CROP, FARM), (CROP, COOLER)), ((LOT, PACKER),),
                "P 1", COOLER)
SHIPMENT = Event(2, "shipping", 20_002, LOT, PACKER, STORE, 7, ((LOT, PACKER),), ((LOT, STORE),), "B 1")
# Numbers 101 to 104 are the places'. A crop's or lot's number is given when its first stock is, before the stock's own.
CROP_NO, CROP_AT_FARM, HARVEST_NO, CROP_AT_COOLER, LOT_NO, LOT_AT_PACKER, PACKING_NO, LOT_AT_STORE, SHIPMENT_NO = range(
    105, 114)
FIRMS = [11, 12, 13, 14]


@pytest.fixture
def part():
    return next(Rows(GROUND, FIRMS, 100).parts([HARVEST, PACKING, SHIPMENT], 10))


def test_lots_and_stocks_stand_once(part):
    assert [(lot["no"], lot["kind"], lot["gtin"]) for lot in part.lots] == [
        (CROP_NO, "crop", None), (LOT_NO, "packed", "00000000000017")]
    assert [(stock["no"], stock["lot"], stock["place"]) for stock in part.stocks] == [
        (CROP_AT_FARM, CROP_NO, 101), (CROP_AT_COOLER, CROP_NO, 102), (LOT_AT_PACKER, LOT_NO, 103),
        (LOT_AT_STORE, LOT_NO, 104)]


def test_flows_go_from_what_is_used_to_what_is_made(part):
    assert [(tail, head) for tail, head, _ in part.flows()] == [
        (HARVEST_NO, CROP_AT_FARM), (CROP_AT_FARM, PACKING_NO), (CROP_AT_COOLER, PACKING_NO),
        (PACKING_NO, LOT_AT_PACKER), (LOT_AT_PACKER, SHIPMENT_NO), (SHIPMENT_NO, LOT_AT_STORE)]


def test_flows_carry_what_a_trace_asks_of_them(part):
    (end,) = part.ctes[-1]["heads"]
    assert end["flow"] == {"recorded_by": 13, "counterparties": [14], "on": 20_002, "recorded_at": 20_002 * 86_400_000,
                           "gtin": "00000000000017", "quantity": 7, "unit": "case"}


def test_flows_of_what_stands_no_longer_say_from_when_to_when_it_was_known():
    row = next(Rows(GROUND, FIRMS, 100, voided=1.0).parts([HARVEST], 10)).ctes[0]
    flow = row["heads"][0]["flow"]
    assert "recorded_at" not in flow
    assert (flow["known_from"], flow["superseded_at"]) == (row["cte"]["recorded_at"], row["cte"]["superseded_at"])
    assert flow["superseded_at"] - flow["known_from"] == 86_400_000


def test_counterparties_are_those_a_record_names(part):
    assert [row["cte"]["counterparties"] for row in part.ctes] == [[12], [11, 12], [14]]


def test_the_kept_record_can_be_read(part):
    record = from_json(loads(part.ctes[-1]["cte"]["record"]))
    assert (record.tlc, str(record.on)) == ("(01)00000000000017(10)L1", "2024-10-06")
    assert record.place.gln == PACKER.gln


def test_parts_are_as_large_as_asked_for_and_repeat_nothing():
    ground, events = network(2_500)
    parts = list(Rows(ground, range(ground.firms), 0).parts(events, 1_000))
    assert [len(part.ctes) for part in parts] == [1_000, 1_000, 500]
    numbers = [row["no"] for part in parts for row in (*part.lots, *part.stocks, *(r["cte"] for r in part.ctes))]
    assert len(numbers) == len(set(numbers))


def test_a_share_of_the_records_stands_no_longer():
    ground, events = network(5_000)
    part = next(Rows(ground, range(ground.firms), 0, voided=0.1).parts(events, 5_000))
    gone = sum(row["cte"]["superseded_at"] != OPEN for row in part.ctes)
    assert 400 < gone < 600


@pytest.fixture(params=[Plainly, "rustworkx"], ids=["plain", "rustworkx"])
def store(request):
    if request.param is Plainly:
        return Plainly
    pytest.importorskip("rustworkx", reason="comes with make bench")
    from tests.benchmarks.in_memory import InMemory
    return InMemory


def test_a_walk_begins_at_every_stock_of_a_lot_or_place(part, store):
    memory = store(Seen(11, FIRMS, 2**62))
    memory.load(part)
    assert memory.nodes(Question("lot", LOT_NO, "forward")) == 3
    assert memory.nodes(Question("lot", CROP_NO, "forward")) == 6
    assert memory.nodes(Question("lot", LOT_NO, "backward")) == 7
    assert memory.nodes(Question("place", 102, "forward")) == 5


def test_a_walk_takes_only_what_is_seen(part, store):
    memory = store(Seen(14, [], 2**62))
    memory.load(part)
    assert memory.nodes(Question("lot", LOT_NO, "forward")) == 3
    assert memory.nodes(Question("lot", CROP_NO, "forward")) == 0
