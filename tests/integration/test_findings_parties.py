"""Findings that hang on who reports here, on written agreements, and on who only moves food."""

from collections.abc import Iterator
from itertools import permutations

import pytest

from engine.fsma.descriptions import LocationDescription
from tests import firms, networks
from tests.between_records import agreement, at
from tests.door import START, Door, opened
from tests.exportable import Firm, firm
from tests.fresh import fresh_engine
from tests.judging import event

FINDINGS = "/compliance/api/v1/findings"
CTES = "/compliance/api/v1/ctes"
LOCATIONS = "/locations/api/v1/locations"
HAULER = {"name": "Redline Freight", "gln": "9521001000017"}
PACKED, HARVESTED = event("EV04"), event("EV01")
EARLIER = event("EV01", event_id="EV01b", harvest_date="2026-08-06")
SENT, CAME, MADE = event("EV24"), event("EV25"), event("EV23")
ELSEWHERE = event("EV24", event_id="EV24b", ship_to_location=at("L08"))
OLD = agreement("AG", shipper=at("L11"), receiver=at("L07"), effective_date="2025-01-01", renew_by="2026-09-19")
NEW = agreement("AG2", shipper=at("L11"), receiver=at("L07"))


@pytest.fixture(scope="module")
def opened_door(settings) -> Iterator[Door]:
    with fresh_engine(settings, START), opened(settings) as door:
        yield door


@pytest.fixture
def door(opened_door) -> Door:
    networks.run(opened_door.engine.graph, "wipe_records")
    opened_door.clock.at = START
    return opened_door


@pytest.fixture
def ours(door) -> Firm:
    return firm(door.engine, "Ours")


def send(door: Door, by: Firm, *events: dict) -> None:
    answer = door.client.post(CTES, headers=by.headers(), json={"events": events})
    assert answer.is_success and answer.json()["quarantined"] == 0, answer.text


def void(door: Door, by: Firm, event_id: str) -> None:
    assert door.client.post(f"{CTES}/{event_id}/void", headers=by.headers(), json={"reason": "Mistake"}).is_success


def told(door: Door, by: Firm, *rules: str) -> set[tuple[str, str, str]]:
    """Open findings of some rules as the firm reads them: rule, severity and event."""
    door.engine.findings.settle(1_000)
    found = door.get(FINDINGS, by, page_size=100).json()["data"]
    return {(f["rule"], f["severity"], f["event_id"]) for f in found if f["rule"] in rules}


# Who reports here


@pytest.mark.parametrize(("rule", "sent", "news"), [
    ("V-X-02", CAME, ELSEWHERE), ("V-X-17", PACKED, EARLIER), ("V-X-17", PACKED, event("EV06", packing_location=at(
        "L01"), harvest_farm=at("L04"))),
])  # fmt: skip
def test_what_is_missing_is_a_note_until_its_party_reports_whichever_came_first(door, ours, rule, sent, news):
    send(door, ours, sent)
    assert told(door, ours, rule) >= {(rule, "info", sent["event_id"])}
    send(door, firm(door.engine, "Theirs"), news)
    assert told(door, ours, rule) >= {(rule, "warning", sent["event_id"])}
    networks.run(door.engine.graph, "wipe_records_but_keys")
    send(door, firm(door.engine, "Theirs"), news)
    send(door, ours, sent)
    assert told(door, ours, rule) >= {(rule, "warning", sent["event_id"])}


def test_a_party_that_registers_its_place_reports_here(door, ours):
    send(door, ours, CAME, PACKED, event("EV17"))
    rules = ("V-X-02", "V-X-17", "V-LOC-07")
    assert told(door, ours, *rules) == {
        ("V-X-02", "info", "EV25"), ("V-X-02", "warning", "EV17"), ("V-X-17", "info", "EV04"),
        ("V-LOC-07", "info", "EV17")}
    for place in ("L01", "L06", "L11"):
        firms.join(door.engine, place)
    assert told(door, ours, *rules) == {
        ("V-X-02", "warning", "EV25"), ("V-X-02", "warning", "EV17"), ("V-X-17", "warning", "EV04"),
        ("V-LOC-07", "warning", "EV17")}


def test_a_note_says_that_its_party_keeps_no_records_here(door, ours):
    send(door, ours, CAME)
    (found,) = [f for f in door.get(FINDINGS, ours).json()["data"] if f["rule"] == "V-X-02"]
    assert found["message"] == ("No shipment from Buzzards Bay Fillet Co. is recorded: the sender keeps no records "
                                "here.")
    assert found["hint"].startswith("Nothing to do; ask Buzzards Bay Fillet Co., +1 508 555 0121 for")


# Written agreements


def test_a_receipt_that_an_agreement_excuses_is_none_in_every_order(door, ours):
    for order in permutations([SENT, event("EV18"), NEW]):
        networks.run(door.engine.graph, "wipe_records_but_keys")
        for each in order:
            send(door, ours, each)
        assert told(door, ours, "V-X-01") == {("V-X-01", "info", "EV24")}, [e["event_id"] for e in order]


def test_without_its_agreement_a_receipt_is_missed_again(door, ours):
    send(door, ours, SENT, event("EV18"), MADE, event("EV20"), NEW,
         agreement("AG3", shipper=at("L10"), receiver=at("L11"), kind="commingling"))
    assert told(door, ours, "V-X-01", "V-X-20") == {("V-X-01", "info", "EV24"), ("V-X-20", "info", "EV23")}
    void(door, ours, "AG2")
    assert told(door, ours, "V-X-01", "V-X-20") == {("V-X-01", "warning", "EV24"), ("V-X-20", "info", "EV23")}
    void(door, ours, "AG3")
    assert told(door, ours, "V-X-01", "V-X-20") == {("V-X-01", "warning", "EV24"), ("V-X-20", "warning", "EV23")}


def test_the_reason_names_agreement_and_paragraph(door, ours):
    send(door, ours, SENT, event("EV18"), NEW)
    (found,) = [f for f in door.get(FINDINGS, ours).json()["data"] if f["rule"] == "V-X-01"]
    assert found["message"].endswith("by 2026-08-21; under the written agreement AG2 none is owed (21 CFR "
                                     "1.1305(d)(6)).")
    assert found["other_records"] == 1


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)], ids=["old first", "new first"])
def test_a_newer_agreement_replaces_an_expired_one_until_it_is_voided(door, ours, order):
    for each in order:
        send(door, ours, each)
    assert told(door, ours, "V-X-22") == set()
    void(door, ours, "AG2")
    assert told(door, ours, "V-X-22") == {("V-X-22", "warning", "AG")}


def test_a_renewal_counts_from_its_first_day(door, ours):
    send(door, ours, OLD, agreement("AG2", shipper=at("L11"), receiver=at("L07"), effective_date="2026-11-05"))
    assert told(door, ours, "V-X-22") == {("V-X-22", "warning", "AG")}
    door.clock.advance(days=2)
    assert told(door, ours, "V-X-22") == set()


# Carriers


def hauler(door: Door, types: list[str]) -> tuple[Firm, str]:
    """A firm that registers a place, and the path of that place."""
    theirs = firm(door.engine, "Redline Freight")
    answer = door.client.post(LOCATIONS, headers=theirs.headers(), json={**HAULER, "location_types": types})
    assert answer.is_success, answer.text
    return theirs, f"{LOCATIONS}/{answer.json()['id']}"


FROM_HAULER = event("EV10", immediate_previous_source={"gln": HAULER["gln"]})


@pytest.mark.parametrize("types", [["carrier"], ["Dock", " TRANSPORTER "]])
@pytest.mark.parametrize("record_first", [True, False])
def test_whoever_registers_as_a_carrier_is_nobody_s_source(door, ours, types, record_first):
    if record_first:
        send(door, ours, FROM_HAULER)
    hauler(door, types)
    if not record_first:
        send(door, ours, FROM_HAULER)
    assert told(door, ours, "V-LOC-06") == {("V-LOC-06", "warning", "EV10")}


@pytest.mark.parametrize("sent", [
    event("EV07", ship_to_location={"gln": HAULER["gln"]}), event("EV10", tlc_source={"gln": HAULER["gln"]}),
    event("EV01", immediate_subsequent_recipient={"gln": HAULER["gln"]}),
])  # fmt: skip
def test_a_carrier_is_nobody_s_recipient_nor_source_of_a_code(door, ours, sent):
    send(door, ours, sent)
    assert told(door, ours, "V-LOC-06") == set()
    hauler(door, ["carrier"])
    assert told(door, ours, "V-LOC-06") == {("V-LOC-06", "warning", sent["event_id"])}


def test_a_cooler_may_send_food(door, ours):
    hauler(door, ["cooler"])
    send(door, ours, FROM_HAULER)
    assert told(door, ours, "V-LOC-06") == set()


def test_a_place_that_is_a_carrier_no_more_may_send_food(door, ours):
    theirs, path = hauler(door, ["carrier"])
    send(door, ours, FROM_HAULER)
    assert told(door, ours, "V-LOC-06") != set()
    assert door.client.patch(path, headers=theirs.headers(), json={"location_types": ["cooler"]}).is_success
    assert told(door, ours, "V-LOC-06") == set()
    assert door.client.patch(path, headers=theirs.headers(), json={"location_types": ["Carrier"]}).is_success
    assert told(door, ours, "V-LOC-06") != set()
    assert door.client.delete(path, headers=theirs.headers()).is_success
    assert told(door, ours, "V-LOC-06") == set()


def test_a_description_of_a_carrier_by_name_and_address_is_the_carrier(door, ours):
    there = {key: value for key, value in at("L02").items() if key not in ("gln", "ffrn")}
    theirs = firm(door.engine, "Salinas Valley Cold Co.")
    door.engine.capture.register_place(theirs.organization, LocationDescription(**there))
    send(door, ours, event("EV10", immediate_previous_source=there))
    assert told(door, ours, "V-LOC-06") == set()
    (mine,) = door.get(LOCATIONS, theirs).json()["data"]
    assert door.client.patch(f"{LOCATIONS}/{mine['id']}", headers=theirs.headers(),
                             json={"location_types": ["carrier"]}).is_success
    assert told(door, ours, "V-LOC-06") == {("V-LOC-06", "warning", "EV10")}
