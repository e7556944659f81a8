"""The corridor of JSON documents: what is kept, what is refused, what changes earlier records."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from engine.capture import Capture, CaptureAnswer
from engine.errors import BadRequest, Conflict, NotFound
from engine.fsma.descriptions import LocationDescription
from engine.graph import Graph
from engine.identity import Caller, Role
from engine.storage import Storage
from tests import networks
from tests.fresh import fresh_engine
from tests.graph_picture import Picture, picture
from tests.judging import LEFT_OUT, event
from tests.worked_example import EVENTS, LOCATIONS

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)


@dataclass
class World:
    graph: Graph
    storage: Storage
    capture: Capture
    firm: Caller
    stranger: Caller

    def send(self, *events: dict, by: Caller | None = None, dry_run: bool = False) -> CaptureAnswer:
        return self.capture.capture_json(by or self.firm, body(*events), dry_run)

    def seen(self) -> Picture:
        found = picture(self.graph)
        assert found.faults == []
        return found

    def named(self, name: str) -> list[dict]:
        return [r for r in networks.run(self.graph, "picture_places") if any(name in d for d in r["descriptions"])]


def body(*events: dict) -> bytes:
    return json.dumps({"events": events}).encode()


def between_records(answer: CaptureAnswer) -> list[tuple[str, str]]:
    return [(f.rule, f.event_id) for f in answer.findings if f.rule.startswith(("V-X", "V-GEN-13"))]


@pytest.fixture(scope="module")
def opened(settings) -> Iterator[World]:
    with fresh_engine(settings, NOW) as engine:
        firm, stranger = (
            Caller(engine.identity.create_organization(name), Role.MANAGER, "test") for name in ("Firm", "Stranger"))
        yield World(engine.graph, engine.storage, engine.capture, firm, stranger)


@pytest.fixture
def world(opened) -> World:
    networks.run(opened.graph, "wipe_records")
    return opened


def test_worked_example_contradicts_itself_in_ev19_alone(world):
    answer = world.send(*EVENTS)
    assert (answer.created, answer.duplicates, answer.quarantined) == (41, 0, 0)
    assert {rule for rule, _ in between_records(answer)} == {"V-X-03"}
    assert "EV19" in {event_id for _, event_id in between_records(answer)} <= {"EV18", "EV19"}


def test_same_bytes_twice_are_one_capture_and_nothing_new(world):
    first = world.send(event("EV07"))
    before = world.seen()
    again = world.send(event("EV07"))
    assert (again.capture_id, again.created, again.duplicates) == (first.capture_id, 0, 1)
    assert world.seen() == before


def test_dry_run_answers_but_keeps_neither_records_nor_bytes(world):
    fresh = event("EV07", quantity=641)
    answer = world.send(fresh, dry_run=True)
    assert answer.created == 1
    assert world.seen().records == {}
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


def test_records_of_others_are_not_found(world):
    world.send(event("EV07"))
    with pytest.raises(NotFound):
        world.capture.record(world.stranger, "EV07")
    with pytest.raises(NotFound):
        world.capture.void(world.stranger, "EV07", "Not mine")


def crossed() -> dict:
    """A shipment to Prairie Fork's GLN at Heartland's name and address."""
    return event("EV07", event_id="CROSSED",
                 ship_to_location={**LOCATIONS["L07"], "gln": LOCATIONS["L06"]["gln"], "ffrn": None})


def test_stranger_joins_nothing_to_a_registered_place(world):
    world.capture.register_place(world.firm.organization, LocationDescription(**LOCATIONS["L06"]))
    before = world.named("Prairie Fork")[0]["keys"]
    answer = world.send(crossed(), by=world.stranger)
    assert between_records(answer) == [("V-X-21", "CROSSED")]
    assert sorted(world.named("Prairie Fork")[0]["keys"]) == sorted(before)


def test_registering_later_separates_what_a_stranger_joined_and_names_the_operator(world):
    world.send(event("EV07"), event("EV15"), crossed(), by=world.stranger)
    assert world.named("Prairie Fork")[0]["no"] == world.named("Heartland Fresh Markets - DC 3")[0]["no"]
    world.capture.register_place(world.firm.organization, LocationDescription(**LOCATIONS["L06"]))
    seen = world.seen()
    (own,) = [row for row in world.named("Prairie Fork") if row["operators"]]
    assert own["no"] not in {row["no"] for row in world.named("Heartland") if not row["operators"]}
    assert {record[-1] for record in seen.records} == {(world.firm.organization.no,)}


def test_registering_a_recipient_that_is_only_named_makes_it_a_counterparty(world):
    world.send(event("EV01"), by=world.stranger)
    world.capture.register_place(world.firm.organization, LocationDescription(**LOCATIONS["L02"]))
    assert {record[-1] for record in world.seen().records} == {(world.firm.organization.no,)}


def test_provisional_lot_keeps_leading_to_the_lot_it_proves_to_be(world):
    receipt = event("EV11", tlc="OWN 7", tlc_source=LEFT_OUT, tlc_source_reference=LEFT_OUT)
    (provisional,) = world.send(receipt).lots
    (known,) = world.send(event("EV09", tlc="OWN 7", tlc_source_reference=LEFT_OUT)).lots
    assert known.lot_id != provisional.lot_id
    assert networks.run(world.graph, "former_ids") == [{"id": provisional.lot_id, "now": known.lot_id}]
    assert world.capture.record(world.firm, "EV11").lot_id == known.lot_id


def test_receipt_without_code_makes_a_provisional_lot(world):
    world.send(event("EV10", tlc=LEFT_OUT, product={"product_name": "Romaine"}))
    assert [lot[0] for lot in world.seen().lots] == ["provisional"]
