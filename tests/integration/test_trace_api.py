"""Traces over HTTP: bodies, pages, CSV, statuses."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from engine.fsma.descriptions import LocationDescription
from engine.identity import Caller, Identity, Role
from engine.ids import new_id
from tests import networks
from tests.worked_example import EVENTS, LOCATIONS, LOTS, RECORDED_BY

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)
TRACES = "/compliance/api/v1/lots"
PROCESSOR, PACKER, STRANGER = "L06", "L03", "L15"


@pytest.fixture(scope="module")
def client(settings) -> Iterator[TestClient]:
    """The API over the romaine chain as its packer and processor recorded it; `lots` and `keys` ride on the client."""
    with TestClient(create_app(settings, FixedClock(NOW))) as client:
        engine = client.app.state.engine
        networks.run(engine.graph, "wipe")
        engine.prepare()
        capture = engine.capture
        client.keys, client.lots = {}, {}
        for place in (PACKER, PROCESSOR, STRANGER):
            caller, client.keys[place] = firm(engine.identity, LOCATIONS[place]["business_name"])
            capture.register_place(caller.organization, LocationDescription(**LOCATIONS[place]))
            events = [event for event in EVENTS if RECORDED_BY[event["event_id"]] == place]
            answer = capture.capture_json(caller, json.dumps({"events": events}).encode())
            client.lots.update((lot.tlc, lot.lot_id) for lot in answer.lots)
        client.lots = {letter: client.lots[lot["tlc"]] for letter, lot in LOTS.items() if lot["tlc"] in client.lots}
        yield client


def firm(identity: Identity, name: str) -> tuple[Caller, dict[str, str]]:
    """A firm and the headers that carry a manager's and a reader's key."""
    organization = identity.create_organization(name)
    keys = {role.value: identity.create_key(organization, role, role.value)[1]
            for role in (Role.MANAGER, Role.READONLY)}
    return Caller(organization, Role.MANAGER, "test"), keys


def get(client: TestClient, path: str, firm: str = PROCESSOR, role: str = "manager", accept: str = "*/*", **query):
    headers = {"X-API-Key": client.keys[firm][role], "Accept": accept}
    return client.get(path, headers=headers, params=query)


def test_a_trace_has_the_members_the_issue_names(client):
    body = get(client, f"{TRACES}/{client.lots['E']}/trace", direction="backward").json()
    assert set(body) == {"lot_id", "direction", "ring", "as_known_at", "complete", "cut", "counts", "lots", "locations",
                         "events", "inferred", "ends", "pagination", "query", "watermark"}
    assert (body["lot_id"], body["direction"], body["ring"]) == (client.lots["E"], "backward", "recorded")
    assert (body["complete"], body["cut"], body["inferred"]) == (True, None, [])
    # Lots E, A, C, D; places L03 to L07; EV07 and EV10 to EV14, EV07 being the packer's.
    assert body["counts"] == {"lots": 4, "locations": 5, "events": 6, "organizations": 2}


def test_a_lot_carries_its_code_product_and_source(client):
    body = get(client, f"{TRACES}/{client.lots['E']}/trace", direction="backward").json()
    lot = body["lots"][0]
    assert (lot["tlc"], lot["gtin"], lot["lot_number"], lot["depth"], lot["ring"]) == (
        "(01)19521003000319(10)PF223-2", "19521003000319", "PF223-2", 0, "in_order")
    assert lot["product_name"] == "Prairie Fork Garden Romaine Blend 12 x 10 oz"
    assert lot["tlc_source"]["gln"] == "9521003000015"


def test_an_event_names_its_places_and_amount(client):
    body = get(client, f"{TRACES}/{client.lots['E']}/trace", direction="forward").json()
    [shipment] = [event for event in body["events"] if event["event_id"] == "EV14"]
    names = {place["location_id"]: place["business_name"] for place in body["locations"]}
    assert ([names[p] for p in shipment["from"]], [names[p] for p in shipment["to"]]) == (
        ["Prairie Fork Salads"], ["Heartland Fresh Markets - DC 3"])
    assert (shipment["quantity"], shipment["unit_of_measure"], shipment["date"]) == (480, "case", "2026-08-12")


def test_each_list_pages_by_itself(client):
    body = get(client, f"{TRACES}/{client.lots['E']}/trace", direction="backward", page=2, page_size=3).json()
    assert body["pagination"]["lots"] == {"page": 2, "page_size": 3, "total_count": 4, "total_pages": 2,
                                          "has_next": False, "has_previous": True}
    assert len(body["lots"]) == 1
    assert len(body["events"]) == 3


def test_a_list_comes_whole_as_csv(client):
    response = get(client, f"{TRACES}/{client.lots['E']}/trace", accept="text/csv", list="events", page_size=1)
    assert response.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert {"EV13", "EV14"} <= {row["event_id"] for row in rows}
    assert rows[0]["claim"] in ("yes", "no")


@pytest.mark.parametrize("name", ["lots", "locations", "events", "inferred", "ends"])
def test_every_list_has_a_csv(client, name):
    response = get(client, f"{TRACES}/{client.lots['E']}/trace", accept="text/csv", list=name)
    assert response.status_code == 200
    assert response.text.splitlines()[0].count(",") > 5


def test_a_reader_may_trace_but_not_ask_for_the_blast_radius(client):
    path = f"/epcis/api/2.0/traceability/lots/{client.lots['E']}/blast-radius"
    assert get(client, f"{TRACES}/{client.lots['E']}/trace", role="readonly").status_code == 200
    assert get(client, path, role="readonly").status_code == 403


def test_the_blast_radius_of_lot_e(client):
    """The processor knows of one shipment, to the distribution centre."""
    body = get(client, f"/epcis/api/2.0/traceability/lots/{client.lots['E']}/blast-radius").json()
    assert body == {"lot_id": client.lots["E"], "downstream_lots": 0, "downstream_serials": 0,
                    "downstream_locations": 1, "affected_organizations": 1}


def test_an_explanation_carries_the_record_behind_each_step(client):
    body = get(client, f"{TRACES}/{client.lots['A']}/explain/{client.lots['E']}").json()
    assert (body["connected"], body["direction"]) == (True, "forward")
    [step] = body["steps"]
    assert (step["event"]["event_id"], step["record"]["cte_type"]) == ("EV13", "transformation")
    assert step["source"]["location"]["business_name"] == "Prairie Fork Salads"
    assert len(step["event"]["document"]) == 64


def test_strangers_and_unknown_lots_look_the_same(client):
    foreign = get(client, f"{TRACES}/{client.lots['E']}/trace", firm=STRANGER)
    unknown = get(client, f"{TRACES}/{new_id()}/trace", firm=STRANGER)
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    differing = ("timestamp", "request_id")
    assert ({k: v for k, v in foreign.json().items() if k not in differing}
            == {k: v for k, v in unknown.json().items() if k not in differing})


@pytest.mark.parametrize("query", [
    {"direction": "BOTH"}, {"ring": "all"}, {"page_size": 1001}, {"page": 0}, {"ordering": "colour"},
    {"as_known_at": "2026-08-12T00:00:00"}, {"date_from": "2026-08-12", "date_to": "2026-08-11"}, {"list": "all"},
])
def test_what_cannot_be_asked_is_refused_with_a_pointer(client, query):
    response = get(client, f"{TRACES}/{client.lots['E']}/trace", **query)
    assert response.status_code == 422
    assert response.json()["details"][0]["loc"][0] == "query"


def test_without_a_key_nothing_is_answered(client):
    assert client.get(f"{TRACES}/{client.lots['E']}/trace").status_code == 401


def test_an_id_of_the_wrong_shape_is_refused(client):
    assert get(client, f"{TRACES}/short/trace").status_code == 422


# Balances


def test_balance_says_how_much_is_where(client):
    body = get(client, f"{TRACES}/{client.lots['A']}/balance", PACKER, ordering="name").json()
    rows = [(h["location"]["business_name"], h["unit"], h["received"], h["created"], h["shipped"], h["used"],
             h["unaccounted"]) for h in body["held"]]
    packer, processor = (LOCATIONS[key]["business_name"] for key in (PACKER, PROCESSOR))
    assert rows == [(packer, "case", 0, 640, 640, 0, 0), (processor, "case", 640, 0, 0, 0, 640)]
    assert (body["lot_id"], body["shortfalls"]) == (client.lots["A"], [])
    assert body["pagination"]["held"]["total_count"] == 2


def test_balance_is_sorted_and_paged(client):
    path = f"{TRACES}/{client.lots['A']}/balance"
    first = [get(client, path, PACKER, ordering=order, page_size=1).json()["held"][0]["unaccounted"]
             for order in ("unaccounted", "-unaccounted")]
    assert first == [0, 640]
    assert get(client, path, PACKER, page=2, page_size=1).json()["held"][0]["unaccounted"] == 0


def test_nothing_is_unaccounted_for_where_nobody_says_what_came(client):
    """The processor sees that the packer shipped, but not that it packed."""
    held = get(client, f"{TRACES}/{client.lots['A']}/balance", ordering="unaccounted").json()["held"]
    assert [(h["created"], h["received"], h["shipped"], h["used"], h["unaccounted"]) for h in held] == [
        (0, 640, 0, 200, 440), (0, 0, 640, 0, None)]


def test_balance_comes_as_csv(client):
    answer = get(client, f"{TRACES}/{client.lots['A']}/balance", accept="text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["unit"], row["unaccounted"]) for row in rows] == [("case", "440.0"), ("case", "")]
    assert LOCATIONS[PROCESSOR]["business_name"] in rows[0]["location"]
    empty = get(client, f"{TRACES}/{client.lots['A']}/balance", accept="text/csv", list="shortfalls")
    (header,) = empty.text.splitlines()
    assert header == "from_location_id,from_name,to_location_id,to_name,unit,shipped,received,missing"


def test_balance_of_a_lot_out_of_view_is_not_found(client):
    known, unknown = (get(client, f"{TRACES}/{lot}/balance", STRANGER) for lot in (client.lots["A"], new_id()))
    assert (known.status_code, unknown.status_code) == (404, 404)


def test_balance_before_anything_was_known_is_empty(client):
    answer = get(client, f"{TRACES}/{client.lots['A']}/balance", as_known_at="2026-08-19T00:00:00Z").json()
    assert (answer["held"], answer["shortfalls"]) == ([], [])
