"""Findings as firms read them: who sees which, when they close and open again, how they are filtered and counted."""

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.fsma.descriptions import LocationDescription
from engine.fsma.findings import RULE_VERSION, RULES
from engine.ids import new_id
from tests import firms, networks
from tests.door import START, Door, opened
from tests.exportable import Firm, firm
from tests.fresh import fresh_engine
from tests.judging import LEFT_OUT, event
from tests.worked_example import LOCATIONS

FINDINGS = "/compliance/api/v1/findings"
CTES = "/compliance/api/v1/ctes"


@pytest.fixture(scope="module")
def opened_door(settings) -> Iterator[Door]:
    with fresh_engine(settings, START), opened(settings) as door:
        yield door


@pytest.fixture
def door(opened_door) -> Iterator[Door]:
    """The door on an empty graph, and no finding left behind that has lost its record."""
    networks.run(opened_door.engine.graph, "wipe_records")
    opened_door.clock.at = START
    yield opened_door
    assert networks.run(opened_door.engine.graph, "orphan_findings") == []


@pytest.fixture
def dc(door) -> Firm:
    return joined(door, "L07")


@pytest.fixture
def store(door) -> Firm:
    return joined(door, "L09")


def joined(door: Door, place: str) -> Firm:
    """The firm at a place that it registers; what that changes is judged."""
    found = firms.join(door.engine, place)
    door.engine.findings.settle()
    return found


def send(door: Door, by: Firm, *events: dict, dry_run: bool = False) -> dict:
    answer = door.client.post(CTES, headers=by.headers(), params={"dry_run": dry_run}, json={"events": events})
    assert answer.is_success, answer.text
    return answer.json()


def told(door: Door, to: Firm, **query) -> list[tuple[str, str | None]]:
    """Rule and event of what a firm is told, late records left aside."""
    answer = door.get(FINDINGS, to, page_size=100, **query)
    assert answer.status_code == 200, answer.text
    return sorted((one["rule"], one["event_id"]) for one in answer.json()["data"] if one["rule"] != "V-X-23")


def rules(door: Door, to: Firm, **query) -> set[str]:
    return {rule for rule, _ in told(door, to, **query)}


# Who sees what


def test_a_difference_is_told_to_both_sides_and_to_nobody_else(door, dc, store):
    other = firm(door.engine, "Somebody Else")
    send(door, dc, event("EV18"))
    answer = send(door, store, event("EV19"))
    assert ("V-X-03", "EV19") in {(f["rule"], f["event_id"]) for f in answer["findings"]}
    for side in (dc, store):
        assert ("V-X-03", "EV19") in told(door, side)
    assert told(door, other, state="all") == []


def test_whoever_sees_one_side_only_is_not_told_of_the_difference(door, dc, store):
    other = firm(door.engine, "Auditor")
    send(door, dc, event("EV18"))
    send(door, store, event("EV19"))
    grant = door.engine.identity.share(store.organization, other.organization)
    assert "V-X-03" not in rules(door, other)
    assert "V-X-04" not in rules(door, other)
    door.engine.identity.share(dc.organization, other.organization)
    assert "V-X-03" in rules(door, other)
    door.engine.identity.revoke_share(grant)
    assert ("V-X-03", "EV19") not in told(door, other)


def test_a_finding_nobody_may_see_is_not_found(door, dc, store):
    other = firm(door.engine, "Somebody Else")
    send(door, dc, event("EV18"))
    (finding,) = [one for one in door.get(FINDINGS, dc).json()["data"] if one["rule"] == "V-LOC-07"]
    path = f"{FINDINGS}/{finding['finding_id']}"
    assert door.get(path, dc).json() == finding
    assert door.get(path, store).json() == finding  # named as the recipient
    assert door.get(path, other).status_code == 404
    assert door.get(f"{FINDINGS}/{new_id()}", dc).status_code == 404
    assert door.get(f"{FINDINGS}/short", dc).status_code == 422
    assert door.client.get(path).status_code == 401


def test_readers_may_read_findings(door, dc):
    assert door.get(FINDINGS, dc, "readonly").status_code == 200
    assert door.get(f"{FINDINGS}/summary", dc, "readonly").status_code == 200


# Open and closed


def test_a_shipment_cures_a_receipt_and_its_void_brings_the_finding_back(door, dc, store):
    send(door, store, event("EV19", quantity=40))
    assert ("V-X-02", "EV19") in told(door, store)
    send(door, dc, event("EV18"))
    assert "V-X-02" not in rules(door, store)
    (closed,) = door.get(FINDINGS, store, rule="V-X-02", state="closed").json()["data"]
    assert (closed["state"], closed["closed_by"]) == ("closed", "cured")
    door.client.post(f"{CTES}/EV18/void", headers=dc.headers(), json={"reason": "Sent by mistake"})
    (again,) = door.get(FINDINGS, store, rule="V-X-02").json()["data"]
    assert again["finding_id"] == closed["finding_id"]
    assert again["reopened_at"] is not None


def test_a_correction_closes_what_was_wrong_with_the_record(door, dc):
    send(door, dc, event("EV18", quantity=LEFT_OUT))
    assert ("V-GEN-07", "EV18") in told(door, dc)
    send(door, dc, event("EV18", event_id="EV18b", supersedes_event_id="EV18"))
    assert "V-GEN-07" not in rules(door, dc)
    (closed,) = door.get(FINDINGS, dc, rule="V-GEN-07", state="closed").json()["data"]
    assert (closed["event_id"], closed["closed_by"]) == ("EV18", "corrected")


def test_a_correction_that_came_first_leaves_nothing_open(door, dc):
    send(door, dc, event("EV18", event_id="EV18b", supersedes_event_id="EV18"))
    send(door, dc, event("EV18", quantity=LEFT_OUT))
    assert "V-GEN-07" not in rules(door, dc)


def test_what_falls_due_is_found_when_its_day_comes(door, dc, store):
    lately = event("EV18", ship_date="2026-11-01")
    send(door, dc, lately)
    assert "V-X-01" not in rules(door, dc)
    door.clock.advance(days=12)
    assert door.engine.findings.settle() == 0
    door.clock.advance(days=1)
    assert door.engine.findings.settle() == 1
    assert ("V-X-01", "EV18") in told(door, dc)
    send(door, store, event("EV19", quantity=40, received_date="2026-11-02"))
    assert "V-X-01" not in rules(door, dc)


def test_a_document_too_large_to_be_settled_at_once_waits_for_the_worker(door, dc):
    many = [event("EV18", event_id=f"S{n}", quantity=n + 1, tlc_source_reference=LEFT_OUT) for n in range(201)]
    answer = send(door, dc, *many)
    assert "V-LOC-07" not in {f["rule"] for f in answer["findings"]}
    assert rules(door, dc, rule="V-LOC-07") == set()
    assert door.engine.findings.settle() > 0
    assert rules(door, dc, rule="V-LOC-07") == {"V-LOC-07"}


def test_two_settlements_at_once_find_what_one_finds(door, dc, store):
    many = [event("EV18", event_id=f"S{n}", tlc=f"(01)19521002000129(10)L{n}", tlc_source_reference=LEFT_OUT)
            for n in range(201)]
    send(door, dc, *many)
    with ThreadPoolExecutor(3) as pool:
        done = sum(pool.map(lambda _: door.engine.findings.settle(), range(3)))
    assert done == 1
    answer = door.get(f"{FINDINGS}/summary", dc, rule="V-LOC-07").json()
    assert (answer["open"], answer["closed"]) == (201, 0)


def test_a_dry_run_tells_what_would_be_found_and_keeps_none_of_it(door, dc, store):
    send(door, dc, event("EV18"))
    before = networks.run(door.engine.graph, "everything_counted")
    answer = send(door, store, event("EV19"), dry_run=True)
    assert ("V-X-03", "EV19") in {(f["rule"], f["event_id"]) for f in answer["findings"]}
    assert networks.run(door.engine.graph, "everything_counted") == before


def test_a_record_that_came_before_is_a_note_in_the_answer_alone(door, dc):
    send(door, dc, event("EV18"))
    before = told(door, dc)
    answer = send(door, dc, event("EV18"))
    assert [(f["rule"], f["severity"]) for f in answer["findings"]] == [("V-GEN-12", "info")]
    assert told(door, dc) == before


# Quarantined rows


def test_findings_of_a_quarantined_row_are_the_recorders_until_it_is_discarded(door, dc, store):
    send(door, dc, event("EV18", ship_date=LEFT_OUT))
    (finding,) = door.get(FINDINGS, dc, severity="error").json()["data"]
    assert (finding["rule"], finding["quarantined"], finding["record_id"]) == ("V-GEN-02", True, None)
    assert door.get(f"{FINDINGS}/{finding['finding_id']}", dc).status_code == 200
    door.engine.identity.share(dc.organization, store.organization)
    assert told(door, store) == []
    assert door.get(f"{FINDINGS}/{finding['finding_id']}", store).status_code == 404
    done = door.client.post(f"/compliance/api/v1/quarantine/{finding['quarantine_id']}/discard", headers=dc.headers(),
                            json={"reason": "A test"})
    assert done.is_success, done.text
    assert rules(door, dc, severity="error") == set()


def test_a_record_under_its_event_id_answers_for_a_quarantined_row(door, dc):
    send(door, dc, event("EV18", ship_date=LEFT_OUT))
    send(door, dc, event("EV18"))
    assert rules(door, dc, severity="error") == set()
    assert rules(door, dc, state="closed") == {"V-GEN-02"}


# Places


def test_two_descriptions_that_look_like_one_place_are_told_to_who_gave_both(door, dc):
    twin = {**LOCATIONS["L09"], "gln": None, "ffrn": None, "street_address": "2700 Dodge St."}
    send(door, dc, event("EV18"), event("EV34", ship_to_location=twin))
    (finding,) = door.get(FINDINGS, dc, rule="V-X-21").json()["data"]
    assert finding["record_id"] is None
    assert finding["location_id"] is not None
    assert rules(door, firm(door.engine, "Other"), rule="V-X-21") == set()
    assert door.get(f"{FINDINGS}/{finding['finding_id']}", dc).json() == finding


def test_two_stores_of_one_chain_are_two_places(door, dc):
    send(door, dc, event("EV18"), event("EV16"))
    assert rules(door, dc, rule="V-X-21") == set()


def test_a_registered_place_described_otherwise_is_told_and_cured(door, dc, store):
    crossed = {**LOCATIONS["L08"], "gln": LOCATIONS["L09"]["gln"], "ffrn": None}
    send(door, dc, event("EV18", ship_to_location=crossed))
    assert told(door, dc, rule="V-X-21") == [("V-X-21", "EV18")]
    door.client.post(f"{CTES}/EV18/void", headers=dc.headers(), json={"reason": "Wrong store"})
    assert told(door, dc, rule="V-X-21") == []


# Lists


@pytest.fixture
def chain(door, dc, store) -> Firm:
    """The distribution centre with a small chain of records: a difference, a late receipt, a row in quarantine."""
    send(door, dc, event("EV28"), event("EV18"), event("EV15"), event("EV16", ship_date=LEFT_OUT))
    send(door, store, event("EV19"))
    return dc


@pytest.mark.parametrize(("query", "expected"), [
    ({"rule": "V-X-03"}, {"EV19"}),
    ({"severity": "error"}, {"EV16"}),
    ({"event_id": "EV15", "severity": "info"}, {"EV15"}),
    ({"cte_type": "shipping", "rule": "V-X-23"}, {"EV18"}),
    ({"date_from": "2026-08-14", "rule": "V-X-23"}, {"EV18", "EV19"}),
    ({"date_to": "2026-08-11", "rule": "V-X-23"}, {"EV28"}),
    ({"date_from": "2026-08-12", "date_to": "2026-08-13", "rule": "V-X-23"}, {"EV15"}),
    ({"q": "39 CASE"}, {"EV19"}),
    ({"partner": "store 27", "rule": "V-X-23"}, {"EV18", "EV19"}),
    ({"partner": "nobody of that name"}, set()),
    ({"state": "closed"}, {"EV18"}),
])
def test_filters_narrow_the_list(door, chain, query, expected):
    found = door.get(FINDINGS, chain, page_size=100, **query).json()["data"]
    assert {one["event_id"] for one in found} == expected


def test_lots_places_and_partners_are_filters_by_id(door, chain, store):
    (difference,) = door.get(FINDINGS, chain, rule="V-X-03").json()["data"]
    late = {"rule": "V-X-23", "page_size": 100}
    by_lot = door.get(FINDINGS, chain, lot_id=difference["lot_id"], **late).json()["data"]
    assert {one["event_id"] for one in by_lot} == {"EV28", "EV18", "EV19"}
    by_place = door.get(FINDINGS, chain, location_id=difference["location_id"], **late).json()["data"]
    assert {one["event_id"] for one in by_place} == {"EV18", "EV19"}
    by_partner = door.get(FINDINGS, chain, partner=store.organization.id, **late).json()["data"]
    assert {one["event_id"] for one in by_partner} == {"EV18", "EV19"}
    for unknown in ("lot_id", "location_id", "partner"):
        assert door.get(FINDINGS, chain, **{unknown: new_id()}).json()["data"] == []


@pytest.mark.parametrize("query", [
    {"rule": "V-NONE-01"}, {"severity": "grave"}, {"state": "ajar"}, {"lot_id": "short"}, {"date_from": "yesterday"},
    {"date_from": "2026-08-02", "date_to": "2026-08-01"}, {"ordering": "message"}, {"page_size": 101}, {"q": ""},
])
def test_what_is_no_filter_is_refused(door, dc, query):
    assert door.get(FINDINGS, dc, **query).status_code == 422


@pytest.mark.parametrize("odd", [".*", "\\E.*", "(", "a\x00b", "'", '"', "é" * 50])
def test_texts_are_searched_for_as_they_stand(door, chain, odd):
    for name in ("q", "partner", "event_id", "cte_type"):
        answer = door.get(FINDINGS, chain, **{name: odd[:30] * 2})
        assert (answer.status_code, answer.json()["data"]) == (200, [])


def test_pages_follow_one_another_in_either_order(door, chain):
    everything = [one["finding_id"] for one in door.get(FINDINGS, chain, ordering="rule", page_size=100).json()["data"]]
    first, second = (door.get(FINDINGS, chain, ordering="rule", page_size=3, page=n).json() for n in (1, 2))
    assert [one["finding_id"] for page in (first, second) for one in page["data"]] == everything[:6]
    assert first["pagination"]["total_count"] == len(everything)
    backwards = door.get(FINDINGS, chain, ordering="-rule", page_size=100).json()["data"]
    assert [one["finding_id"] for one in backwards] == everything[::-1]
    assert door.get(FINDINGS, chain, page=10_000, page_size=100).json()["data"] == []


def test_the_gravest_come_first_where_asked(door, chain):
    found = [one["severity"] for one in door.get(FINDINGS, chain, ordering="-severity", page_size=100).json()["data"]]
    assert found == sorted(found, key=["error", "warning", "info"].index)
    assert found[0] == "error"


def test_csv_has_the_rows_of_the_page(door, chain):
    answer = door.client.get(FINDINGS, headers={**chain.headers(), "Accept": "text/csv"}, params={"rule": "V-X-03"})
    assert answer.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["rule"], row["event_id"], row["value"]) == ("V-X-03", "EV19", "39")


def test_the_summary_counts_what_the_list_holds(door, chain):
    everything = door.get(FINDINGS, chain, state="all", page_size=100).json()
    counted = door.get(f"{FINDINGS}/summary", chain, state="all").json()
    assert counted["open"] + counted["closed"] == everything["pagination"]["total_count"]
    assert sum(counted["by_severity"].values()) == counted["open"]
    assert {"rule": "V-X-03", "severity": "warning", "open": 1, "closed": 0} in counted["by_rule"]


def test_the_catalogue_lists_every_rule(door, dc):
    answer = door.get("/compliance/api/v1/rules", dc).json()
    assert answer["rule_version"] == RULE_VERSION
    assert [one["rule"] for one in answer["rules"]] == list(RULES)


def test_registering_a_place_later_lets_its_operator_see_what_is_told_of_records_that_name_it(door, dc):
    send(door, dc, event("EV18", quantity=LEFT_OUT))
    late = firm(door.engine, "Store 27, late")
    assert told(door, late) == []
    door.engine.capture.register_place(late.organization, LocationDescription(**LOCATIONS["L09"]))
    assert ("V-GEN-07", "EV18") in told(door, late)
