"""The corridor of JSON documents: what is kept, what is refused, what changes earlier records."""

import hashlib
import json
from collections.abc import Iterator

import pytest

from engine.errors import BadRequest, Conflict, NotFound
from tests import networks
from tests.capturing import NOW, World, between_records, body, fresh_world
from tests.judging import LEFT_OUT, event
from tests.worked_example import EVENTS


@pytest.fixture(scope="module")
def opened(settings) -> Iterator[World]:
    with fresh_world(settings) as world:
        yield world


@pytest.fixture
def world(opened) -> World:
    networks.run(opened.graph, "wipe_records")
    return opened


def test_worked_example_contradicts_itself_in_ev19_alone(world):
    answer = world.send(*EVENTS)
    assert (answer.created, answer.duplicates, answer.quarantined) == (41, 0, 0)
    assert between_records(answer) == [("V-X-03", "EV19")]
    (finding,) = [f for f in answer.findings if f.rule == "V-X-03"]
    assert (finding.severity, finding.field, finding.value) == ("warning", "quantity", "39")


def test_same_bytes_twice_are_one_capture_and_nothing_new(world):
    first = world.send(event("EV07"))
    before = world.seen()
    again = world.send(event("EV07"))
    assert (again.capture_id, again.created, again.duplicates) == (first.capture_id, 0, 1)
    assert world.seen() == before


def test_dry_run_answers_but_keeps_neither_records_nor_bytes(world):
    fresh = event("EV07", quantity=641)
    world.send(event("EV08"))
    before = networks.run(world.graph, "everything_counted")
    answer = world.send(fresh, dry_run=True)
    assert answer.created == 1
    assert networks.run(world.graph, "everything_counted") == before
    assert not world.storage.exists(f"documents/{hashlib.sha256(body(fresh)).hexdigest()}")


def test_malformed_json_is_archived_under_its_sha256(world):
    raw = b'{"events": [' + NOW.isoformat().encode()
    with pytest.raises(BadRequest):
        world.capture.capture_json(world.firm, raw)
    assert world.storage.get(f"documents/{hashlib.sha256(raw).hexdigest()}") == raw


def test_bad_event_is_kept_with_its_reasons_once_while_the_good_one_lands(world):
    bad = event("EV08", ship_date=LEFT_OUT)
    for _ in range(2):
        answer = world.send(event("EV07"), bad)
        assert answer.quarantined == 1
    (kept,) = networks.run(world.graph, "quarantined_records")
    assert json.loads(kept["sent"]) == bad
    assert "ship_date" in {f["field"] for f in json.loads(kept["findings"])}
    assert len(world.seen().records) == 1


def test_correction_closes_the_flows_of_what_it_corrects(world):
    world.send(event("EV07"))
    world.send(event("EV07", event_id="EV07b", quantity=630, supersedes_event_id="EV07"))
    seen = world.seen()
    assert {flow[-2] for flow in seen.superseded} == {640.0}
    assert {flow[-2] for flow in seen.live} == {630.0}
    old = world.capture.record(world.firm, "EV07")
    assert old.superseded_at is not None
    assert [(h["relation"], h["event_id"]) for h in old.history] == [("superseded_by", "EV07b")]


def test_correction_finds_a_record_under_the_event_id_of_its_duplicate(world):
    world.send(event("EV07"), event("EV07", event_id="AGAIN"))
    assert world.capture.record(world.firm, "AGAIN").event_id == "EV07"
    world.send(event("EV07", event_id="NEW", quantity=630, supersedes_event_id="AGAIN"))
    assert world.capture.record(world.firm, "EV07").superseded_at is not None


def test_voided_record_stays_readable_and_cannot_be_voided_twice(world):
    world.send(event("EV07"))
    view = world.capture.void(world.firm, "EV07", "Sent by mistake")
    assert view.superseded_at is not None
    assert [(h["relation"], h["reason"]) for h in view.history] == [("voided", "Sent by mistake")]
    assert world.seen().live == {}
    with pytest.raises(Conflict):
        world.capture.void(world.firm, "EV07", "Again")


def test_several_records_under_one_event_id_are_voided_by_record_id_alone(world):
    world.send(event("EV07"), event("EV07", quantity=630))
    ids = sorted(world.record_ids("EV07"))
    with pytest.raises(Conflict) as refused:
        world.capture.void(world.firm, "EV07", "One of them is wrong")
    assert all(record_id in refused.value.detail for record_id in ids)
    assert len(world.seen().live) > 0
    assert sum(1 for r in world.seen().records if r[2]) == 2
    world.capture.void(world.firm, ids[0], "This one is wrong")
    assert sum(1 for r in world.seen().records if r[2]) == 1
    world.capture.void(world.firm, "EV07", "Now there is only one")
    assert world.seen().live == {}


def test_records_of_others_are_not_found(world):
    world.send(event("EV07"))
    with pytest.raises(NotFound):
        world.capture.record(world.stranger, "EV07")
    with pytest.raises(NotFound):
        world.capture.void(world.stranger, "EV07", "Not mine")


def test_provisional_lot_keeps_leading_to_the_lot_it_proves_to_be(world):
    receipt = event("EV11", tlc="OWN 7", tlc_source=LEFT_OUT, tlc_source_reference=LEFT_OUT)
    (provisional,) = world.send(receipt).lots
    (known,) = world.send(event("EV09", tlc="OWN 7", tlc_source_reference=LEFT_OUT)).lots
    assert known.lot_id != provisional.lot_id
    assert networks.run(world.graph, "former_ids") == [{"id": provisional.lot_id, "now": known.lot_id}]
    assert world.capture.record(world.firm, "EV11").lot_id == known.lot_id


def test_provisional_lot_is_found_under_its_own_id_again_once_nobody_explains_it(world):
    receipt = event("EV11", tlc="OWN 7", tlc_source=LEFT_OUT, tlc_source_reference=LEFT_OUT)
    (provisional,) = world.send(receipt).lots
    world.send(event("EV09", tlc="OWN 7", tlc_source_reference=LEFT_OUT))
    assert [row["id"] for row in networks.run(world.graph, "former_ids")] == [provisional.lot_id]
    world.capture.void(world.firm, "EV09", "Another lot")
    assert networks.run(world.graph, "former_ids") == []
    assert world.capture.record(world.firm, "EV11").lot_id == provisional.lot_id
    assert world.seen().faults == []


def test_receipt_without_code_makes_a_provisional_lot(world):
    world.send(event("EV10", tlc=LEFT_OUT, product={"product_name": "Romaine"}))
    assert [lot[0] for lot in world.seen().lots] == ["provisional"]
