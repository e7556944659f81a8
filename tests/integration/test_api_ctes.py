"""Records in, back, and withdrawn, over HTTP."""

import json
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from engine.ids import is_id, new_id
from tests import networks
from tests.firms import event, join

CTES = "/compliance/api/v1/ctes"


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings, FixedClock(datetime(2026, 8, 20, 12, tzinfo=UTC)))) as client:
        engine = client.app.state.engine
        networks.run(engine.graph, "wipe")
        engine.prepare()
        client.salads, client.stores, client.stranger = (join(engine, place) for place in ("L06", "L07", "L15"))
        yield client


@pytest.fixture
def shipment():
    """A shipment that nothing else in the graph has to do with."""
    number = new_id()[:18]
    return event("EV14", number, event_id=f"ship/{number}")


def post(client, events, firm=None, role="manager", path=CTES, **query):
    firm = firm or client.salads
    return client.post(path, headers=firm.headers(role), params=query, json={"events": events})


def get(client, event_id, firm=None, role="manager"):
    return client.get(f"{CTES}/{event_id}", headers=(firm or client.salads).headers(role))


def void(client, event_id, firm=None, role="manager", reason="typed in twice"):
    headers = (firm or client.salads).headers(role)
    return client.post(f"{CTES}/{event_id}/void", headers=headers, json={"reason": reason})


def test_a_document_answers_what_became_of_it(client, shipment):
    answer = post(client, [shipment])
    body = answer.json()
    assert answer.status_code == 201
    assert set(body) == {"capture_id", "created", "duplicates", "quarantined", "findings", "lots"}
    assert (body["created"], body["duplicates"], body["quarantined"]) == (1, 0, 0)
    assert is_id(body["capture_id"]) and [lot["tlc"] for lot in body["lots"]] == [shipment["tlc"]]


def test_the_same_document_twice_adds_nothing(client, shipment):
    first, again = post(client, [shipment]).json(), post(client, [shipment]).json()
    assert (again["created"], again["duplicates"]) == (0, 1)
    assert (again["capture_id"], again["lots"]) == (first["capture_id"], first["lots"])


def test_a_dry_run_keeps_nothing(client, shipment):
    answer = post(client, [shipment], dry_run="true")
    assert (answer.status_code, answer.json()["created"]) == (200, 1)
    assert get(client, shipment["event_id"]).status_code == 404


def test_a_record_nobody_can_read_is_quarantined_with_its_findings(client, shipment):
    body = post(client, [shipment, shipment | {"event_id": "odd", "ship_date": "tomorrow-ish"}]).json()
    assert (body["created"], body["quarantined"]) == (1, 1)
    odd = [finding for finding in body["findings"] if finding["event_id"] == "odd"]
    assert odd and all({"rule", "severity", "field", "value", "message", "hint"} <= set(finding) for finding in odd)


@pytest.mark.parametrize("path", [CTES, CTES + "/"])
def test_both_forms_of_the_path_take_a_body(client, shipment, path):
    assert post(client, [shipment], path=path).status_code == 201


@pytest.mark.parametrize(("content", "media_type", "status", "code"), [
    (b'{"events": [', "application/json", 400, "bad_request"),
    (b"\xff\xfe", "application/json", 400, "bad_request"),
    (b"", "application/json", 400, "bad_request"),
    (b"[]", "application/json", 422, "validation_error"),
    (b"{}", "application/json", 422, "validation_error"),
    (b'{"events": {}}', "application/json", 422, "validation_error"),
    (b'{"events": [7]}', "application/json", 422, "validation_error"),
    (b'{"events": ' + b"[" * 100 + b"]" * 100 + b"}", "application/json", 422, "validation_error"),
    (b'{"events": []}', "text/plain", 415, "unsupported_media_type"),
    (b'{"events": []}', "multipart/form-data; boundary=x", 415, "unsupported_media_type"),
])
def test_a_bad_body_is_told_what_is_wrong_with_it(client, content, media_type, status, code):
    headers = client.salads.headers() | {"Content-Type": media_type}
    answer = client.post(CTES, headers=headers, content=content)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)
    if code == "validation_error":
        assert all(fault["loc"][0] == "body" for fault in answer.json()["details"])


def test_a_body_beyond_the_limit_is_413(settings, client):
    limits = settings.limits.model_copy(update={"document_bytes": 1000})
    with TestClient(create_app(settings.model_copy(update={"limits": limits}))) as small:
        answer = small.post(CTES, headers=client.salads.headers(), json={"events": [{"pad": "x" * 1000}]})
    assert (answer.status_code, answer.json()["error_code"]) == (413, "payload_too_large")


def test_editors_and_readers_may_not_capture(client, shipment):
    for role in ("editor", "readonly"):
        answer = post(client, [shipment], role=role)
        assert (answer.status_code, answer.json()["owner_action_required"]) == (403, True)
    assert get(client, shipment["event_id"]).status_code == 404


def test_a_record_comes_back_normalised_beside_what_was_sent(client, shipment):
    # "cases" is normalised to "case", and what was typed is kept.
    sent = shipment | {"unit_of_measure": "cases"}
    capture_id = post(client, [sent]).json()["capture_id"]
    body = get(client, sent["event_id"]).json()
    assert (body["event_id"], body["cte_type"], body["capture_id"]) == (sent["event_id"], "shipping", capture_id)
    assert (body["sent"], body["position"], body["superseded_at"]) == (sent, 0, None)
    assert (body["record"]["unit_of_measure"], body["record"]["unit_raw"]) == ("case", "cases")


def test_a_record_is_found_under_its_own_id_too(client, shipment):
    post(client, [shipment])
    record_id = get(client, shipment["event_id"]).json()["record_id"]
    assert get(client, record_id).json()["event_id"] == shipment["event_id"]


def test_a_party_sees_the_record_but_not_what_was_sent(client, shipment):
    post(client, [shipment])
    body = get(client, shipment["event_id"], client.stores, "readonly").json()
    assert (body["event_id"], body["sent"]) == (shipment["event_id"], None)


def test_a_strangers_404_is_the_same_as_for_no_record_at_all(client, shipment):
    post(client, [shipment])
    answers = [get(client, event_id, client.stranger) for event_id in (shipment["event_id"], "no-such-event")]
    told = [{k: v for k, v in a.json().items() if k not in ("timestamp", "request_id")} for a in answers]
    assert (told[0]["status"], told[0]) == (404, told[1])


def test_a_voided_record_stands_no_longer_and_says_so(client, shipment):
    post(client, [shipment])
    answer = void(client, shipment["event_id"])
    assert answer.status_code == 200
    body = get(client, shipment["event_id"]).json()
    assert body["superseded_at"] is not None and "typed in twice" in json.dumps(body["history"])


def test_voiding_twice_is_a_conflict(client, shipment):
    post(client, [shipment])
    void(client, shipment["event_id"])
    assert void(client, shipment["event_id"]).status_code == 409


def test_only_its_recorders_leads_may_void_a_record(client, shipment):
    post(client, [shipment])
    event_id = shipment["event_id"]
    assert void(client, event_id, role="readonly").status_code == 403
    assert void(client, event_id, client.stores).status_code == 404
    assert void(client, event_id, client.stranger, "readonly").status_code == 404
    assert void(client, "no-such-event", role="readonly").status_code == 404
    assert get(client, event_id).json()["superseded_at"] is None


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": 7}, {"reason": "x" * 4_001}, {"why": "x"}])
def test_voiding_needs_a_reason(client, shipment, body):
    post(client, [shipment])
    answer = client.post(f"{CTES}/{shipment['event_id']}/void", headers=client.salads.headers(), json=body)
    assert (answer.status_code, answer.json()["details"][0]["loc"][0]) == (422, "body")
