"""Who gets which status, in this order: 401, 422, 404, 403."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from engine.identity import Role
from engine.identity.keys import make_key
from engine.ids import new_id
from tests import networks
from tests.firms import capture, event, join, lot_of

OWNED = ("/epcis/api/2.0/traceability/lots/{}/fda-export", "/epcis/api/2.0/traceability/lots/{}/blast-radius")
SEEN = ("/compliance/api/v1/lots/{}/trace",)
LISTS = ("/products/api/v1/lots", "/compliance/api/v1/traceability-exports")
CTES = "/compliance/api/v1/ctes"
MALFORMED = ("keATfB8VP2gSjcnTbsMNQ", "zzzzzzzzzzzzzzzzzzzzzz", "keATfB8VP2gSjcnTbsMNQ0")


@pytest.fixture(scope="module")
def client(settings):
    """The API over one lot: `owner` made it, `party` is named by its shipment, `stranger` is neither."""
    with TestClient(create_app(settings, FixedClock(datetime(2026, 8, 20, 12, tzinfo=UTC)))) as client:
        engine = client.app.state.engine
        networks.run(engine.graph, "wipe")
        engine.prepare()
        client.owner, client.party, client.stranger = (join(engine, place) for place in ("L06", "L07", "L15"))
        client.lot = lot_of(capture(engine, client.owner, event("EV13", "ACCESS-1", inputs=[]),
                                    event("EV14", "ACCESS-1")))
        yield client


def status(client, path, firm=None, role="manager", **query):
    return client.get(path, headers=firm.headers(role) if firm else {}, params=query).status_code


def bodies(client, path, firm, role="manager"):
    body = client.get(path, headers={**firm.headers(role), "X-Request-ID": "the-same-for-both"}).json()
    return {name: value for name, value in body.items() if name != "timestamp"}


@pytest.mark.parametrize("path", [*(p.format(i) for p in OWNED + SEEN for i in (*MALFORMED, "2" * 22)), *LISTS,
                                  f"{CTES}/EV13", LISTS[0] + "?page=0"])
@pytest.mark.parametrize("headers", [
    {}, {"X-API-Key": "csb_nonsense"}, {"X-API-Key": make_key()}, {"Authorization": f"Bearer {make_key()}"},
    {"Cookie": "sessionid=abc"}, {"X-API-Key": ""},
], ids=["none", "malformed", "unknown", "bearer", "cookie", "empty"])
def test_without_a_good_key_it_is_401_whatever_else_is_wrong(client, path, headers):
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer.json()["error_code"]) == (401, "unauthorized")
    assert "www-authenticate" in answer.headers


def test_a_failing_key_never_falls_through_to_another_credential(client):
    headers = {"X-API-Key": make_key(), "Authorization": "Bearer " + client.owner.keys["manager"]}
    assert client.get(LISTS[0], headers=headers).status_code == 401


def test_a_key_in_the_query_string_is_no_key(client):
    assert status(client, LISTS[0], api_key=client.owner.keys["manager"]) == 401


def test_an_anonymous_body_is_not_even_read(client):
    # The test client reads the body itself, so the application is called as a server would.
    assert statuses_of_raw_post(client.app, CTES, headers=[]) == [401]


def statuses_of_raw_post(app, path, headers):
    """Statuses of a POST whose body must never be asked for."""
    sent = []

    async def receive():
        raise AssertionError("the body was read")

    async def send(message):
        if message["type"] == "http.response.start":
            sent.append(message["status"])

    scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": [(b"content-type", b"application/json"), (b"content-length", b"99999999999"), *headers],
             "http_version": "1.1", "scheme": "http", "root_path": "", "client": ("test", 1), "server": ("test", 80),
             "asgi": {"version": "3.0"}}
    asyncio.run(app(scope, receive, send))
    return sent


def test_a_key_that_may_not_capture_gets_403_before_its_body_is_read(client):
    key = client.owner.keys["readonly"].encode()
    assert statuses_of_raw_post(client.app, CTES, headers=[(b"x-api-key", key)]) == [403]


@pytest.mark.parametrize("path", OWNED + SEEN)
@pytest.mark.parametrize("lot_id", MALFORMED)
def test_a_malformed_id_is_422_for_every_role(client, path, lot_id):
    for role in ("manager", "readonly"):
        assert status(client, path.format(lot_id), client.stranger, role) == 422


@pytest.mark.parametrize("path", [OWNED[0], *SEEN])
def test_a_bad_query_is_422_before_404_and_403(client, path):
    for lot in (client.lot, new_id()):
        assert status(client, path.format(lot), client.owner, "readonly", direction="sideways") == 422


@pytest.mark.parametrize("path", OWNED + SEEN)
@pytest.mark.parametrize("role", ["manager", "editor", "readonly"])
def test_unknown_and_foreign_lots_look_the_same(client, path, role):
    unknown = bodies(client, path.format(new_id()), client.stranger, role)
    foreign = bodies(client, path.format(client.lot), client.stranger, role)
    assert (unknown["status"], unknown) == (404, foreign)


@pytest.mark.parametrize("path", OWNED)
def test_only_the_owners_leads_get_through(client, path):
    found = {role: status(client, path.format(client.lot), client.owner, role)
             for role in ("manager", "editor", "readonly")}
    assert found.pop("manager") in (200, 202)
    assert found == {"editor": 403, "readonly": 403}


@pytest.mark.parametrize("path", OWNED)
def test_a_role_too_low_is_told_to_ask_the_owner(client, path):
    assert bodies(client, path.format(client.lot), client.owner, "editor")["owner_action_required"] is True


@pytest.mark.parametrize("path", OWNED)
def test_a_party_that_sees_the_lot_does_not_own_it(client, path):
    assert status(client, path.format(client.lot), client.party) == 404


@pytest.mark.parametrize("path", SEEN)
def test_whoever_sees_a_record_may_trace_the_lot(client, path):
    found = [status(client, path.format(client.lot), firm, "readonly")
             for firm in (client.owner, client.party, client.stranger)]
    assert found == [200, 200, 404]


def test_the_raw_key_is_in_no_log_line(client, capfd):
    raw = client.owner.keys["manager"]
    client.get(LISTS[0], headers={"X-API-Key": raw}, params={"tlc": raw})
    client.get(f"/{raw}", headers={"X-API-Key": raw})
    told = capfd.readouterr()
    lines = [json.loads(line) for line in told.err.splitlines() if line.startswith("{")]
    assert {line["path"] for line in lines if line["event"] == "request"} == {LISTS[0], "/csb_[redacted]"}
    assert raw.split("_")[1] not in told.err + told.out


def test_a_request_line_names_organization_and_key_by_id(client, capfd):
    client.get(LISTS[0], headers=client.owner.headers())
    line, = (json.loads(text) for text in capfd.readouterr().err.splitlines() if '"request"' in text)
    manager, = (key for key in client.app.state.engine.identity.keys(client.owner.organization)
                if key.role is Role.MANAGER)
    assert (line["organization"], line["key"], line["status"]) == (client.owner.organization.no, manager.id, 200)
