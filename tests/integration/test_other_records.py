"""Purchases, agreements, kill steps, one-up one-back: captured, listed, withdrawn, and what they change in traces."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.assembly import Engine
from engine.clock import FixedClock
from engine.fsma.descriptions import LocationDescription
from engine.identity import Caller, Role
from engine.trace import Direction, List, Question
from engine.trace.entries import EndKind
from tests import networks
from tests.capturing import NOW
from tests.exportable import firm
from tests.graph_picture import picture
from tests.other_records import AD_HOC, AGREEMENT, FARM_DIRECT, KILL_STEP, ONE_UP, OTHERS, changed
from tests.worked_example import BY_ID, LOCATIONS, LOTS

FORWARD, BACKWARD = Question(Direction.FORWARD), Question(Direction.BACKWARD)
STORE_12, STORE_27 = (LOCATIONS[key]["business_name"] for key in ("L08", "L09"))
RECORDS = "/compliance/api/v1/records"


@dataclass
class World:
    client: TestClient
    engine: Engine
    caller: Caller
    headers: dict[str, str]
    stranger: dict[str, str]

    def send(self, *events: dict, **query) -> dict:
        answer = self.client.post("/compliance/api/v1/ctes", headers=self.headers, params=query,
                                  json={"events": events})
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def get(self, path: str = "", headers: dict | None = None, **query):
        return self.client.get(RECORDS + path, headers=headers or self.headers, params=query)

    def ids(self, **query) -> list[str]:
        return [row["event_id"] for row in self.get(**query).json()["data"]]

    def lot(self, code: str) -> str:
        found = self.client.get("/products/api/v1/lots", headers=self.headers, params={"tlc": code}).json()["data"]
        return found[0]["lot_id"]

    def rows(self, code: str, question: Question, name: List) -> list:
        return list(self.engine.trace.table(self.caller, self.lot(code), question, name))

    def ends(self, code: str, question: Question) -> dict[str, tuple[EndKind, str]]:
        return {row.business_name: (row.kind, row.reason) for row in self.rows(code, question, List.ENDS)}

    def places(self, code: str, question: Question) -> set[str]:
        return {row.description.business_name for row in self.rows(code, question, List.LOCATIONS)}


@pytest.fixture(scope="module")
def opened(settings) -> Iterator[World]:
    with TestClient(create_app(settings, FixedClock(NOW))) as client:
        engine = client.app.state.engine
        networks.run(engine.graph, "wipe")
        engine.prepare()
        own, other = firm(engine, "Investigator"), firm(engine, "Stranger")
        yield World(client, engine, Caller(own.organization, Role.MANAGER, "test"), own.headers(), other.headers())
        networks.run(engine.graph, "wipe")
        engine.graph.apply_schema()


@pytest.fixture
def world(opened) -> World:
    networks.run(opened.engine.graph, "wipe_records_but_keys")
    return opened


# Captured like events


def test_every_kind_is_captured_once_and_adds_nothing_a_second_time(world):
    first = world.send(*OTHERS)
    assert (first["created"], first["quarantined"]) == (6, 0)
    before = networks.run(world.engine.graph, "everything_counted")
    again = world.send(*OTHERS)
    assert (again["created"], again["duplicates"], again["capture_id"]) == (0, 6, first["capture_id"])
    assert networks.run(world.engine.graph, "everything_counted") == before


def test_kinds_without_flows_leave_no_lot_behind(world):
    answer = world.send(*(record for record in OTHERS if record is not ONE_UP))
    assert answer["lots"] == []
    seen = picture(world.engine.graph)
    assert (seen.lots.total(), seen.live.total(), seen.faults) == (0, 0, [])


def test_dry_run_tells_what_it_would_do(world):
    assert world.send(FARM_DIRECT, dry_run=True)["created"] == 1
    assert world.ids() == []


def test_record_is_read_back_beside_what_was_sent(world):
    world.send(AGREEMENT)
    (listed,) = world.get().json()["data"]
    found = world.get(f"/{listed['record_id']}").json()
    assert found["sent"] == AGREEMENT
    assert (found["record"]["record_type"], found["record"]["kind"]) == ("written_agreement", "kill_step")
    assert (found["cte_type"], found["lot_id"], found["superseded_at"]) == ("written_agreement", None, None)


def test_unacceptable_record_is_set_aside_with_its_question(world):
    answer = world.send(changed(AD_HOC, purchase_date="04/05/2026"), FARM_DIRECT)
    assert (answer["created"], answer["quarantined"]) == (1, 1)
    assert [(f["rule"], f["field"]) for f in answer["findings"] if f["severity"] == "error"] == [
        ("V-GEN-02", "purchase_date")]


def test_correction_takes_the_place_of_what_it_corrects(world):
    world.send(AD_HOC)
    world.send(changed(AD_HOC, event_id="AH2", place_name="Corner Greens II", supersedes_event_id="AH1"))
    assert world.ids() == ["AH2"]
    assert world.ids(status="superseded") == ["AH1"]
    old = world.get(f"/{world.get(status='superseded').json()['data'][0]['record_id']}").json()
    assert [(h["relation"], h["event_id"]) for h in old["history"]] == [("superseded_by", "AH2")]


def test_voided_record_stays_readable_and_cannot_be_voided_twice(world):
    world.send(KILL_STEP)
    record_id = world.get().json()["data"][0]["record_id"]
    void = f"{RECORDS}/{record_id}/void"
    assert world.client.post(void, headers=world.headers, json={"reason": "Kettle broke"}).status_code == 200
    assert world.client.post(void, headers=world.headers, json={"reason": "Again"}).status_code == 409
    assert (world.ids(), world.ids(status="all")) == ([], ["KS1"])


def test_parties_see_the_records_that_name_them(world):
    world.send(AGREEMENT, ONE_UP, FARM_DIRECT)
    store = firm(world.engine, STORE_12)
    world.engine.capture.register_place(store.organization, LocationDescription(**LOCATIONS["L08"]))
    assert {r["event_id"] for r in world.get(headers=store.headers()).json()["data"]} == {"AG1", "OU1"}


def test_stranger_finds_nothing_and_no_difference_to_nothing(world):
    world.send(*OTHERS)
    record_id = world.get().json()["data"][0]["record_id"]
    assert world.get(headers=world.stranger).json()["data"] == []
    answers = [world.get(f"/{an_id}", headers=world.stranger) for an_id in (record_id, "2" * 22)]
    assert [a.status_code for a in answers] == [404, 404]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]


def test_critical_tracking_event_is_none_of_these_records(world):
    world.send(BY_ID["EV16"])
    event = world.client.get("/compliance/api/v1/ctes/EV16", headers=world.headers).json()
    assert world.get(f"/{event['record_id']}").status_code == 404


# Listed


def test_list_is_filtered_sorted_and_paged(world):
    world.send(*OTHERS)
    for query, expected in (
        ({"record_type": "one_up_one_back"}, ["OU1"]),
        ({"tlc": LOTS["E"]["tlc"]}, ["KS1", "OU1"]),
        ({"tlc": "cg-0814"}, ["AH1"]),
        ({"date_from": "2026-08-14", "date_to": "2026-08-15"}, ["AH1", "KS1", "OU1"]),
        ({"date_to": "2026-08-13"}, ["AG1"]),
        ({"recorded_by": "2" * 22}, []),
        ({"ordering": "date", "page_size": 2, "page": 3}, ["FD1", "FS1"]),  # undated ones come last, whichever way
        ({"ordering": "-date", "page_size": 2, "page": 3}, ["FD1", "FS1"]),
    ):
        assert sorted(world.ids(**query)) == expected, query
    assert world.ids(ordering="date", page_size=2) == ["AG1", "AH1"]
    assert world.ids(ordering="-date", page_size=4)[2:] == ["AH1", "AG1"]
    assert world.ids(record_type="farm_to_school_purchase") == ["FS1"]


def test_list_says_what_whom_and_which_lots(world):
    world.send(ONE_UP, FARM_DIRECT)
    rows = {row["event_id"]: row for row in world.get().json()["data"]}
    assert rows["OU1"]["parties"] == [STORE_12, STORE_27]
    assert rows["OU1"]["tlcs"] == [LOTS["E"]["tlc"]]
    assert (rows["FD1"]["food"], rows["FD1"]["parties"], rows["FD1"]["date"]) == (
        "Curly parsley", ["Tiny Acre Farm"], None)


def test_list_comes_as_csv_whole(world):
    world.send(*OTHERS)
    answer = world.get(headers={**world.headers, "Accept": "text/csv"}, ordering="record_type", page_size=1)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["event_id"] for row in rows] == ["AH1", "FD1", "FS1", "KS1", "OU1", "AG1"]
    assert rows[3]["tlcs"].startswith("(01)")


def test_range_that_ends_before_it_begins_is_refused(world):
    assert world.get(date_from="2026-08-15", date_to="2026-08-14").status_code == 422


# In traces


CHAIN = [BY_ID[event_id] for event_id in ("EV13", "EV14", "EV15", "EV16", "EV17")]


def test_kill_step_ends_a_trace_by_design(world):
    world.send(*CHAIN)
    code = LOTS["E"]["tlc"]
    assert world.ends(code, FORWARD) == {STORE_12: (EndKind.LAST_KNOWN_HOLDER,
                                                    "The last place this lot is known to have reached.")}
    places = world.places(code, FORWARD)
    world.send(KILL_STEP)
    assert world.ends(code, FORWARD) == {STORE_12: (
        EndKind.BY_DESIGN,
        "A kill step was applied here on 2026-08-15 (soup kettle, 92 C for 10 minutes, record HACCP 815-2): the rule "
        "asks for no record of where the food went after that (21 CFR 1.1305(d)).")}
    assert world.places(code, FORWARD) == places


def test_kill_step_elsewhere_or_of_another_lot_explains_nothing(world):
    world.send(*CHAIN, changed(KILL_STEP, location=LOCATIONS["L09"]),
               changed(KILL_STEP, event_id="KS2", tlcs_received=["OTHER 1"]))
    assert world.ends(LOTS["E"]["tlc"], FORWARD)[STORE_12][0] is EndKind.LAST_KNOWN_HOLDER


def test_voided_kill_step_explains_nothing_any_more(world):
    world.send(*CHAIN, KILL_STEP)
    world.engine.capture.void(world.caller, "KS1", "Kettle broke")
    assert world.ends(LOTS["E"]["tlc"], FORWARD)[STORE_12][0] is EndKind.LAST_KNOWN_HOLDER


AGREED = changed(AGREEMENT, shipper=LOCATIONS["L07"])


def test_agreement_ends_a_trace_by_design_where_the_lot_came_under_it(world):
    world.send(*CHAIN)
    code = LOTS["E"]["tlc"]
    world.send(AGREEMENT)  # with the plant, which did not send the lot here
    assert world.ends(code, FORWARD)[STORE_12][0] is EndKind.LAST_KNOWN_HOLDER
    world.send(changed(AGREED, event_id="AG2"))
    assert world.ends(code, FORWARD) == {STORE_12: (
        EndKind.BY_DESIGN,
        "Came under the written agreement of 2026-01-01 by which the receiver applies a kill step: the rule asks for "
        "no record of where the food went after that (21 CFR 1.1305(d)(6)).")}
    world.engine.capture.void(world.caller, "AG2", "Withdrawn")
    assert world.ends(code, FORWARD)[STORE_12][0] is EndKind.LAST_KNOWN_HOLDER


@pytest.mark.parametrize("change", [
    {"signatures": None}, {"effective_date": "2026-08-20"}, {"effective_date": "2022-01-01", "renew_by": "2024-12-31"},
    {"kind": "freezing"}, {"shipper": LOCATIONS["L08"], "receiver": LOCATIONS["L07"]},
], ids=["unsigned", "later", "expired", "of no kind", "the other way round"])
def test_agreement_that_does_not_hold_ends_nothing(world, change):
    world.send(*CHAIN, changed(AGREED, **change))
    assert world.ends(LOTS["E"]["tlc"], FORWARD)[STORE_12][0] is EndKind.LAST_KNOWN_HOLDER


def test_agreement_with_one_of_two_senders_ends_nothing(world):
    beside = changed(BY_ID["EV16"], event_id="S9", ship_from_location=LOCATIONS["L06"])
    world.send(*CHAIN, AGREED)
    assert world.ends(LOTS["E"]["tlc"], FORWARD)[STORE_12][0] is EndKind.BY_DESIGN
    world.send(beside)
    assert world.ends(LOTS["E"]["tlc"], FORWARD)[STORE_12][0] is EndKind.LAST_KNOWN_HOLDER


def test_agreement_says_nothing_of_where_a_lot_came_from(world):
    world.send(BY_ID["EV16"], changed(AGREED, shipper=LOCATIONS["L08"], receiver=LOCATIONS["L07"]))
    assert {kind for kind, _ in world.ends(LOTS["E"]["tlc"], BACKWARD).values()} == {EndKind.ASK}


def test_one_up_one_back_record_carries_a_trace_on(world):
    world.send(*CHAIN)
    code = LOTS["E"]["tlc"]
    assert STORE_27 not in world.places(code, FORWARD)
    world.send(ONE_UP)
    assert world.places(code, FORWARD) == {
        LOCATIONS[key]["business_name"] for key in ("L06", "L07", "L08", "L09")}
    assert set(world.ends(code, FORWARD)) == {STORE_27}
    events = {row.event_id: row for row in world.rows(code, FORWARD, List.EVENTS)}
    assert (events["OU1"].cte_type, events["OU1"].quantity, events["OU1"].unit_of_measure) == (
        "one_up_one_back", 2, "case")
    assert str(events["OU1"].date) == "2026-08-15"


def test_one_up_one_back_record_of_the_middleman_joins_both_sides(world):
    passed = changed(ONE_UP, location=LOCATIONS["L07"], previous_source=LOCATIONS["L06"],
                     next_recipient=LOCATIONS["L08"])
    world.send(BY_ID["EV13"], passed)
    names = {LOCATIONS[key]["business_name"] for key in ("L06", "L07", "L08")}
    assert world.places(LOTS["E"]["tlc"], FORWARD) == names
    assert world.ends(LOTS["E"]["tlc"], FORWARD).keys() == {STORE_12}


def test_one_up_one_back_record_without_a_code_moves_no_lot(world):
    world.send(*CHAIN)
    before = picture(world.engine.graph)
    world.send(changed(ONE_UP, tlc=None))
    after = picture(world.engine.graph)
    assert (after.live, after.lots) == (before.live, before.lots)


PASSED_ON = changed(ONE_UP, tlc=None)
LEAD = (" A one-up one-back record of 2026-08-15 without a lot code names Heartland Fresh Markets - Store 27, "
        "{address} as the next recipient of Prairie Fork Garden Romaine Blend: ask there too.")


def test_one_up_one_back_record_without_a_code_says_whom_to_ask_next(world):
    world.send(*CHAIN, PASSED_ON)
    address = ", ".join(LOCATIONS["L09"][part] for part in ("street_address", "city", "phone"))
    kind, reason = world.ends(LOTS["E"]["tlc"], FORWARD)[STORE_12]
    assert (kind, reason) == (EndKind.LAST_KNOWN_HOLDER,
                              "The last place this lot is known to have reached." + LEAD.format(address=address))


@pytest.mark.parametrize("change", [{"food": "Shell eggs"}, {"date": "2026-08-01"},
                                    {"previous_source": LOCATIONS["L09"], "location": LOCATIONS["L08"]}],
                         ids=["another food", "before the lot came", "into this place"])
def test_one_up_one_back_record_of_something_else_names_nobody(world, change):
    world.send(*CHAIN, changed(PASSED_ON, **change))
    assert world.ends(LOTS["E"]["tlc"], FORWARD)[STORE_12][1] == "The last place this lot is known to have reached."


def test_recorder_in_the_middle_names_who_had_the_food_before(world):
    middle = changed(PASSED_ON, location=LOCATIONS["L07"], previous_source=LOCATIONS["L06"],
                     next_recipient=LOCATIONS["L08"], date="2026-08-14")
    world.send(BY_ID["EV16"], middle)
    ((kind, reason),) = world.ends(LOTS["E"]["tlc"], BACKWARD).values()
    assert kind is EndKind.ASK
    assert "of 2026-08-14 without a lot code names Prairie Fork Salads," in reason
    assert "as the previous source of Prairie Fork Garden Romaine Blend: ask there too." in reason


def test_nobody_is_named_to_those_who_may_not_see_the_record(world):
    world.send(*CHAIN)
    other = firm(world.engine, "Teller")
    world.engine.capture.capture_json(Caller(other.organization, Role.MANAGER, "test"),
                                      json.dumps({"events": [PASSED_ON, AGREED]}).encode())
    assert world.ends(LOTS["E"]["tlc"], FORWARD)[STORE_12] == (
        EndKind.LAST_KNOWN_HOLDER, "The last place this lot is known to have reached.")


def test_purchase_explains_where_a_lot_came_from(world):
    sold = {**BY_ID["EV16"], "event_id": "S1", "tlc": "CG-0814", "ship_from_location": LOCATIONS["L08"],
            "ship_to_location": LOCATIONS["L09"], "ship_date": "2026-08-15"}
    for field in ("gtin", "lot", "tlc_source", "tlc_source_reference"):
        sold.pop(field, None)
    world.send(sold)
    assert world.ends("CG-0814", BACKWARD)[STORE_12][0] is EndKind.ASK
    world.send(AD_HOC)
    assert world.ends("CG-0814", BACKWARD) == {STORE_12: (
        EndKind.BY_DESIGN, "Bought on 2026-08-14 from Corner Greens, 12 Gage Boulevard, Topeka: name and address of "
                           "the seller are all that is owed (21 CFR 1.1305(k)).")}


def test_order_of_capture_makes_no_difference(world):
    pictures = []
    for order in ([*CHAIN, *OTHERS], [*reversed(OTHERS), *CHAIN]):
        networks.run(world.engine.graph, "wipe_records_but_keys")
        for one in order:
            world.engine.capture.capture_json(world.caller, json.dumps({"events": [one]}).encode())
        pictures.append(picture(world.engine.graph))
    assert pictures[0].difference(pictures[1]) == {}
    assert pictures[0].faults == []
