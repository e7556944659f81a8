"""Serials and their runs: unique by GTIN and serial, all of a run or none."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.ids import new_id
from tests.catalogued import LOTS, PRODUCTS, SERIALS, Shop, door, fault, shop
from tests.firms import GTIN, capture, event, join, lot_of
from tests.worked_example import BY_ID
from tests.worked_example import LOTS as EXAMPLE


@pytest.fixture(scope="module")
def client(settings):
    with door(settings) as client:
        yield client


@pytest.fixture
def ours(client):
    found = shop(client)
    found.made(PRODUCTS, gtin=GTIN, product_name="Blend")
    return found


@pytest.fixture
def lot(ours):
    return ours.made(LOTS, gtin=GTIN, lot_number="A1")["id"]


def serials(shop, **query):
    return [s["serial"] for s in shop.data(SERIALS, page_size=100, ordering="created", **query)]


def test_a_sequence_goes_on_where_it_ended(ours, lot):
    first = ours.made(f"{LOTS}/{lot}/runs", quantity=3, serial_mode="sequence", serial_prefix="PF-")
    assert (first["first_serial"], first["last_serial"], first["quantity"]) == ("PF-000001", "PF-000003", 3)
    other = ours.made(LOTS, gtin=GTIN, lot_number="A2")["id"]
    again = ours.made(f"{LOTS}/{other}/runs", quantity=2, serial_mode="sequence", serial_prefix="PF-")
    assert serials(ours, lot_run_id=again["id"]) == ["PF-000004", "PF-000005"]
    assert ours.made(f"{LOTS}/{lot}/runs", quantity=1, serial_mode="sequence")["first_serial"] == "000001"
    assert serials(ours, lot_id=lot) == ["PF-000001", "PF-000002", "PF-000003", "000001"]


def test_a_sequence_passes_over_what_is_taken(ours, lot):
    ours.made(SERIALS, lot_id=lot, serial="000002")
    run = ours.made(f"{LOTS}/{lot}/runs", quantity=3, serial_mode="sequence")
    assert serials(ours, lot_run_id=run["id"]) == ["000001", "000003", "000004"]


def test_random_serials_are_distinct_and_begin_as_asked(ours, lot):
    run = ours.made(f"{LOTS}/{lot}/runs", quantity=100, serial_prefix="PF")
    found = serials(ours, lot_run_id=run["id"])
    assert len(set(found)) == 100 and all(re.fullmatch(r"PF[0-9A-Z]{12}", s) for s in found)
    assert (run["first_serial"], run["last_serial"]) == (found[0], found[-1])
    long = ours.made(f"{LOTS}/{lot}/runs", quantity=2, serial_prefix="P" * 12)
    assert all(len(s) == 20 for s in serials(ours, lot_run_id=long["id"]))


def test_fifty_thousand_serials_are_one_run(ours, lot):
    run = ours.made(f"{LOTS}/{lot}/runs", quantity=50_000, serial_mode="sequence")
    listed = ours.get(SERIALS, lot_run_id=run["id"], page=500, page_size=100, ordering="created").json()
    assert (listed["pagination"]["total_count"], listed["data"][-1]["serial"]) == (50_000, "050000")


def test_parallel_sequences_share_no_number(ours, lot):
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: ours.made(f"{LOTS}/{lot}/runs", quantity=10, serial_mode="sequence"), range(4)))
    found = [s for run in runs for s in serials(ours, lot_run_id=run["id"])]
    assert sorted(found) == [f"{n:06}" for n in range(1, 41)]


@pytest.mark.parametrize(("body", "field"), [
    ({"quantity": 0}, "quantity"), ({"quantity": 50_001}, "quantity"), ({"quantity": "many"}, "quantity"),
    ({}, "quantity"), ({"quantity": 1, "serial_mode": "guess"}, "serial_mode"),
    ({"quantity": 1, "serial_prefix": "P" * 13}, "serial_prefix"),
    ({"quantity": 1, "serial_prefix": "a b"}, "serial_prefix"), ({"quantity": 1, "count": 1}, "count"),
])
def test_what_is_no_run_is_refused(ours, lot, body, field):
    assert fault(ours.post(f"{LOTS}/{lot}/runs", **body)) == (422, ["body", field])


def test_runs_are_listed_and_found(ours, lot):
    made = [ours.made(f"{LOTS}/{lot}/runs", quantity=n) for n in (1, 2)]
    assert {run["id"] for run in ours.data(f"{LOTS}/{lot}/runs")} == {run["id"] for run in made}
    assert ours.get(f"{LOTS}/{lot}/runs/{made[0]['id']}").json() == made[0]
    other = ours.made(LOTS, gtin=GTIN, lot_number="A2")["id"]
    assert ours.get(f"{LOTS}/{other}/runs/{made[0]['id']}").status_code == 404
    assert ours.data(f"{LOTS}/{other}/runs") == []
    assert serials(ours, lot_run_id=made[1]["id"], lot_id=other) == []


def test_a_serial_is_unique_for_its_gtin_within_its_firm(client, ours, lot):
    made = ours.made(SERIALS, lot_id=lot, serial="S-1")
    assert {name: made[name] for name in ("lot_id", "lot_run_id", "gtin", "lot_number", "serial", "status")} == {
        "lot_id": lot, "lot_run_id": None, "gtin": GTIN, "lot_number": "A1", "serial": "S-1", "status": "active"}
    other = ours.made(LOTS, gtin=GTIN, lot_number="A2")["id"]
    assert ours.post(SERIALS, lot_id=other, serial="S-1").status_code == 409
    assert ours.made(SERIALS, lot_id=lot, serial="s-1")["serial"] == "s-1"
    theirs = shop(client, "Namesake")
    theirs.made(PRODUCTS, gtin=GTIN, product_name="Theirs")
    same = theirs.made(LOTS, gtin=GTIN, lot_number="A1")["id"]
    theirs.made(SERIALS, lot_id=same, serial="S-1")
    assert (same, serials(theirs)) == (lot, ["S-1"])
    assert theirs.get(f"{SERIALS}/{made['id']}").status_code == 404
    assert theirs.data(f"{LOTS}/{lot}/runs") == []


@pytest.mark.parametrize("serial", ["", "A" * 21, "A B", "A#1", "Ä", 7])
def test_a_serial_is_of_set_82(ours, lot, serial):
    assert fault(ours.post(SERIALS, lot_id=lot, serial=serial)) == (422, ["body", "serial"])


def test_all_of_set_82_will_do(ours, lot):
    for serial in ("!\"%&'()*+,-./", "0123456789:;<=>?", "_az"):
        assert ours.made(SERIALS, lot_id=lot, serial=serial)["serial"] == serial


def test_a_lot_out_of_sight_is_no_lot(client, ours):
    theirs = shop(client, "Other")
    theirs.made(PRODUCTS, gtin=GTIN, product_name="T")
    hidden = theirs.made(LOTS, gtin=GTIN, lot_number="HIDDEN")["id"]
    answers = [ours.post(SERIALS, lot_id=lot, serial="S") for lot in (hidden, new_id())]
    assert [fault(answer) for answer in answers] == [(422, ["body", "lot_id"])] * 2
    assert [ours.post(f"{LOTS}/{lot}/runs", quantity=1).status_code for lot in (hidden, new_id())] == [404, 404]


def test_a_recorded_lot_gets_serials_if_its_code_carries_gtin_and_number(client):
    salads = Shop(client, join(client.app.state.engine, "L06"))
    lot = lot_of(capture(salads.engine, salads.firm, event("EV13", "SER-1", inputs=[])))
    assert salads.made(SERIALS, lot_id=lot, serial="S-1")["lot_number"] == "SER-1"
    capture(salads.engine, salads.firm, BY_ID["EV12"])
    loose = salads.data(LOTS, tlc=EXAMPLE["D"]["tlc"])[0]["id"]
    assert salads.post(f"{LOTS}/{loose}/runs", quantity=1).status_code == 422


def test_a_serial_is_voided_and_counts_again(ours, lot):
    serial = ours.made(SERIALS, lot_id=lot, serial="S-1")
    path = f"{SERIALS}/{serial['id']}"
    assert ours.changed(path, status="voided")["status"] == "voided"
    assert (serials(ours, status="active"), serials(ours, status="voided")) == ([], ["S-1"])
    assert ours.changed(path)["status"] == "voided"
    assert ours.changed(path, status="active") == ours.get(path).json()
    assert fault(ours.patch(path, serial="S-2")) == (422, ["body", "serial"])


def test_serials_come_whole_as_csv_in_order(ours, lot):
    ours.made(f"{LOTS}/{lot}/runs", quantity=1_205, serial_mode="sequence")
    answer = ours.call("GET", SERIALS, headers={"Accept": "text/csv"}, params={"ordering": "created", "lot_id": lot})
    column = [row.split(",")[5] for row in answer.text.splitlines()]
    assert column == ["serial", *(f"{n:06}" for n in range(1, 1_206))]
