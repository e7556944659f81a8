"""The completeness report on the worked example with three things left out; every figure counted by hand."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from engine.fsma.descriptions import LocationDescription
from engine.identity import Caller, Role
from tests import networks
from tests.capturing import NOW
from tests.exportable import Firm, firm
from tests.judging import LEFT_OUT, event
from tests.other_records import OTHERS
from tests.worked_example import BY_ID, EVENTS, LOCATIONS

PATH = "/compliance/api/v1/completeness"
# Received without source, received without code, shipped to a store of no phone number.
CHANGED = {
    "EV15": event("EV15", tlc_source=LEFT_OUT, tlc_source_reference=LEFT_OUT),
    "EV25": event("EV25", tlc=LEFT_OUT),
    "EV16": event("EV16", ship_to_location={k: v for k, v in LOCATIONS["L08"].items() if k not in ("phone", "gln")}),
}


def name(place: str) -> str:
    return LOCATIONS[place]["business_name"]


@dataclass
class World:
    """everything: one firm that recorded all 41 events. salads: Prairie Fork, whom a packer's record names."""

    client: TestClient
    everything: Firm
    salads: Firm
    packer: Firm
    stranger: Firm

    def get(self, caller: Firm | None = None, accept: str = "application/json", **query):
        headers = {**(caller or self.everything).headers(), "Accept": accept}
        return self.client.get(PATH, headers=headers, params=query)

    def rows(self, caller: Firm | None = None, **query) -> dict[tuple, dict]:
        """Rows by the names they carry."""
        found = {}
        for row in self.get(caller, page_size=100, **query).json()["data"]:
            names = (row["about"] and row["about"]["name"], row["cte_type"], row["field"])
            found[tuple(filter(None, names))] = row
        return found


@pytest.fixture(scope="module")
def world(settings) -> Iterator[World]:
    with TestClient(create_app(settings, FixedClock(NOW))) as client:
        engine = client.app.state.engine
        networks.run(engine.graph, "wipe")
        engine.prepare()
        firms = [firm(engine, title) for title in ("Everything", name("L06"), name("L03"), "Stranger")]
        everything, salads, packer, _ = firms
        engine.capture.register_place(salads.organization, LocationDescription(**LOCATIONS["L06"]))
        for one, events in ((everything, [*(CHANGED.get(e["event_id"], e) for e in EVENTS), *OTHERS]),
                            (packer, [event("EV07", reference_documents=[])]), (salads, [BY_ID["EV14"]])):
            caller = Caller(one.organization, Role.MANAGER, "test")
            answer = engine.capture.capture_json(caller, json.dumps({"events": events}).encode())
            assert (answer.created, answer.quarantined) == (len(events), 0)
        yield World(client, *firms)
        networks.run(engine.graph, "wipe")
        engine.graph.apply_schema()


def counts(row: dict) -> tuple:
    return (row["records"], row["complete"], row["owing_tlc"], row["with_tlc"], row["with_tlc_source"])


def test_totals_count_every_event_once_and_no_other_record(world):
    totals = world.get().json()["totals"]
    # Four harvests and one cooling owe no lot code.
    assert counts(totals) == (41, 38, 36, 35, 35)
    assert totals["complete_share"] == round(38 / 41, 4)
    assert totals["tlc_share"] == totals["tlc_source_share"] == round(35 / 36, 4)


def test_by_event(world):
    rows = world.rows(by="cte")
    assert {key[0]: row["records"] for key, row in rows.items()} == {
        "harvesting": 4, "cooling": 1, "initial_packing": 3, "initial_packing_sprouts": 1,
        "first_land_based_receiving": 1, "shipping": 13, "receiving": 13, "receiving_exempt_source": 1,
        "transformation": 3, "transformation_unpacked_rac": 1}
    assert counts(rows["receiving",]) == (13, 11, 13, 12, 12)
    assert counts(rows["shipping",]) == (13, 12, 13, 13, 13)
    assert (rows["harvesting",]["tlc_share"], rows["harvesting",]["complete_share"]) == (None, 1.0)


def test_by_location_counts_events_at_their_own_place(world):
    rows = world.rows(by="location")
    # Received at the distribution centre: EV15, 25, 28, 33, 38; shipped from it: EV16, 18, 26, 34, 39.
    assert counts(rows[name("L07"),]) == (10, 7, 10, 9, 9)
    # Prairie Fork: received EV10, 11, 12, made EV13, shipped EV14.
    assert counts(rows[name("L06"),]) == (5, 5, 5, 5, 5)
    assert sum(row["records"] for row in rows.values()) == 41
    assert rows[name("L07"),]["about"]["phone"] == LOCATIONS["L07"]["phone"]


def test_by_trading_partner_counts_records_that_name_it(world):
    rows = world.rows(by="partner")
    # To Prairie Fork: EV07, EV09; from it: EV15, which lacks its source.
    assert counts(rows[name("L06"),]) == (3, 2, 3, 3, 2)
    # To the fillet company: EV21; from it: EV25 without a code.
    assert counts(rows[name("L11"),]) == (2, 1, 2, 1, 2)
    # Three transformations and a landing name nobody; EV02, EV06 and EV29 nobody but their own place.
    assert rows["nobody named",]["records"] == 7


def test_by_data_element(world):
    rows = world.rows(by="kde", cte_type="receiving")
    assert (rows["receiving", "tlc"]["missing"], rows["receiving", "tlc"]["complete_share"]) == (1, round(12 / 13, 4))
    assert (rows["receiving", "quantity"]["missing"], rows["receiving", "quantity"]["complete_share"]) == (0, 1.0)
    assert rows["receiving", "tlc"]["section"] == "§1.1345(a)(1)"
    assert ("receiving", "gtin") not in rows


def test_gaps_say_whom_to_ask_for_what_and_how_urgent_it_is(world):
    rows = world.rows(by="gap")
    assert set(rows) == {
        (name("L06"), "receiving", "tlc_source"), (name("L11"), "receiving", "tlc"),
        ("Everything", "shipping", "ship_to_location"),
    }
    asked = rows[name("L06"), "receiving", "tlc_source"]
    assert (asked["missing"], asked["records"], asked["priority"], asked["about"]["phone"]) == (
        1, 1, "top", LOCATIONS["L06"]["phone"])
    own = rows["Everything", "shipping", "ship_to_location"]
    assert (own["missing"], own["records"], own["priority"], own["about"]["kind"]) == (1, 13, "normal", "own")


def test_record_of_another_firm_is_its_own_gap_and_partner(world):
    """Prairie Fork told of EV14; others name it in EV07, 09 and 15, and the packer in EV07, which shows no paper."""
    assert counts(world.get(world.salads).json()["totals"]) == (1 + 3 + 1, 3, 5, 5, 4)
    assert {key[0]: row["records"] for key, row in world.rows(world.salads, by="partner").items()} == {
        "Everything": 3, name("L03"): 1, name("L07"): 1}
    rows = world.rows(world.salads, by="gap")
    assert (name("L03"), "shipping", "reference_documents") in rows
    assert rows[name("L03"), "shipping", "reference_documents"]["about"]["kind"] == "organization"


def test_stranger_sees_an_empty_report(world):
    answer = world.get(world.stranger).json()
    assert (answer["data"], answer["totals"]["records"], answer["totals"]["complete_share"]) == ([], 0, None)


def test_filters_leave_what_they_name(world):
    centre = world.rows(by="location")[name("L07"),]["about"]["id"]
    assert world.get(location_id=centre).json()["totals"]["records"] == 10
    assert world.get(location_id="2" * 22).json()["totals"]["records"] == 0
    # On 14 August: EV16 to EV19.
    assert world.get(date_from="2026-08-14").json()["totals"]["records"] == 4
    assert world.get(date_from="2026-08-14", cte_type="receiving").json()["totals"]["records"] == 2
    source = world.rows(by="partner")[name("L06"),]["about"]["id"]
    assert world.get(partner_id=source).json()["totals"]["records"] == 3
    assert world.get(date_from="2026-08-14", date_to="2026-08-13").status_code == 422


def test_list_is_ordered_and_paged(world):
    records = [row["records"] for row in world.get(by="cte", ordering="-records", page_size=3).json()["data"]]
    assert records == [13, 13, 4]
    worst = world.get(by="cte", ordering="complete_share", page_size=2).json()
    assert [row["cte_type"] for row in worst["data"]] == ["receiving", "shipping"]
    assert (worst["pagination"]["total_count"], worst["pagination"]["total_pages"]) == (10, 5)
    last = world.get(by="cte", ordering="tlc_share", page_size=2, page=5).json()["data"]
    assert {row["cte_type"] for row in last} == {"harvesting", "cooling"}


def test_csv_holds_the_whole_list(world):
    answer = world.get(accept="text/csv", by="gap", page_size=1)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {(row["name"], row["field"], row["missing"]) for row in rows} == {
        (name("L06"), "tlc_source", "1"), (name("L11"), "tlc", "1"), ("Everything", "ship_to_location", "1")}


def test_workbook_holds_every_list(world):
    answer = world.get(format="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["About this file", "By location", "By trading partner", "By event", "By data element",
                               "Whom to ask"]
    about = dict(book["About this file"].iter_rows(min_row=2, values_only=True))
    assert (about["Organization"], about["Records"], about["Share complete"]) == ("Everything", 41, round(38 / 41, 4))
    receiving = next(row for row in book["By event"].iter_rows(min_row=2, values_only=True) if row[0] == "receiving")
    assert receiving == ("receiving", "§1.1345", 13, 11, round(11 / 13, 4), 13, 12, round(12 / 13, 4), 12,
                         round(12 / 13, 4))
