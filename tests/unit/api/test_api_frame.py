"""What surrounds every request, on an application of three toy routes and no servers."""

import asyncio
import json
import re
from datetime import datetime
from types import SimpleNamespace
from typing import Annotated

import pytest
from fastapi import FastAPI, Query, Request
from fastapi.testclient import TestClient
from pydantic import BaseModel
from starlette.responses import StreamingResponse

from api import middleware, problems
from api.deps import ShortId
from api.middleware import BodyLimit, OneSlashOrNone, RequestFrame, TimeLimit
from engine import errors, logs, metrics
from engine.settings import Settings

MOMENT = 0.25
SECRET = "csb_AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEf_84041098"
BASE = "https://trace.example/docs/errors"


class Named(BaseModel):
    name: str


def application(seconds: float) -> FastAPI:
    """seconds: the longest that a request may take."""
    app = FastAPI(redirect_slashes=False)
    app.state.error_docs_base = BASE
    problems.install(app)

    @app.get("/lots/{lot_id}")
    def lot(lot_id: ShortId, size: Annotated[int, Query(ge=1)] = 1):
        return {"lot_id": lot_id, "size": size}

    @app.post("/names")
    def name(body: Named):
        return {"name": body.name}

    @app.post("/bytes")
    async def count(request: Request):
        return {"bytes": len(await request.body())}

    @app.get("/fails")
    def fails():
        raise RuntimeError(f"the password is {SECRET}")

    @app.get("/raises/{name}")
    def raises(name: str):
        raise getattr(errors, name)

    @app.get("/sleeps")
    async def sleeps():
        await asyncio.sleep(MOMENT * 4)

    app.add_middleware(BodyLimit, bytes_allowed=2000, member_bytes=2000, open_bytes=1000)
    app.add_middleware(TimeLimit, seconds=seconds)
    app.add_middleware(OneSlashOrNone)
    app.add_middleware(RequestFrame, https=True)
    return app


@pytest.fixture(scope="module")
def client():
    return TestClient(application(60))


@pytest.fixture(scope="module")
def hasty():
    return TestClient(application(MOMENT))


def test_a_problem_has_every_member_of_the_contract(client):
    body = client.get("/nowhere").json()
    assert {name: body[name] for name in ("type", "title", "status", "detail", "error_code", "retryable")} == {
        "type": f"{BASE}/not_found", "title": "Not Found", "status": 404, "error_code": "not_found",
        "detail": "The requested resource was not found.", "retryable": False,
    }
    assert body["timestamp"].endswith("+00:00") and datetime.fromisoformat(body["timestamp"])


@pytest.mark.parametrize(("name", "status", "code", "title", "retryable"), [
    ("BadRequest", 400, "bad_request", "Bad Request", False),
    ("Unauthorized", 401, "unauthorized", "Unauthorized", False),
    ("Forbidden", 403, "forbidden", "Forbidden", False),
    ("NotFound", 404, "not_found", "Not Found", False),
    ("Conflict", 409, "conflict", "Conflict", False),
    ("TooLarge", 413, "payload_too_large", "Payload Too Large", False),
    ("UnsupportedMedia", 415, "unsupported_media_type", "Unsupported Media Type", False),
    ("Invalid", 422, "validation_error", "Validation Error", False),
    ("Impossible", 422, "unprocessable_entity", "Unprocessable Entity", False),
    ("RateLimited", 429, "rate_limited", "Rate Limited", True),
    ("Unavailable", 503, "service_unavailable", "Service Unavailable", True),
])
def test_every_error_of_the_engine_is_a_problem(client, name, status, code, title, retryable):
    answer = client.get(f"/raises/{name}")
    body = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, body["status"]) == (status, status)
    assert (body["error_code"], body["title"], body["retryable"]) == (code, title, retryable)


def test_a_401_says_how_to_authenticate(client):
    assert "X-API-Key" in client.get("/raises/Unauthorized").headers["www-authenticate"]


def test_a_503_says_when_to_come_back(client):
    answer = client.get("/raises/Unavailable")
    body = answer.json()
    assert answer.headers["retry-after"] == str(body["retry_after"]) == str(body["retry_after_seconds"])


def test_an_unhandled_error_is_a_500_that_gives_nothing_away(client, capfd):
    answer = client.get("/fails")
    assert (answer.status_code, answer.json()["error_code"]) == (500, "internal_error")
    assert answer.headers["x-request-id"] == answer.json()["request_id"]
    assert "password" not in answer.text and SECRET not in answer.text


def test_a_method_no_route_knows_is_405_with_those_that_some_do(client):
    answer = client.put("/names")
    assert (answer.status_code, answer.json()["error_code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


def test_head_is_405_where_only_get_is_known(client):
    assert client.head("/lots/keATfB8VP2gSjcnTbsMNQL").status_code == 405


@pytest.mark.parametrize("lot_id", [
    "keATfB8VP2gSjcnTbsMNQ",  # 21
    "keATfB8VP2gSjcnTbsMNQLA",  # 23
    "keATfB8VP2gSjcnTbsMNQ0",
    "keATfB8VP2gSjcnTbsMNQl",
    "keATfB8VP2gSjcnTbsMNQI",
    "zzzzzzzzzzzzzzzzzzzzzz",  # more than 128 bits
    "2d5cb4a6-3f0f-4c3b-9c39-7d5d3c1e9d11",
])
def test_a_malformed_id_is_422_at_its_place(client, lot_id):
    answer = client.get(f"/lots/{lot_id}")
    assert (answer.status_code, answer.json()["error_code"]) == (422, "validation_error")
    assert [fault["loc"] for fault in answer.json()["details"]] == [["path", "lot_id"]]


@pytest.mark.parametrize("lot_id", ["keATfB8VP2gSjcnTbsMNQL", "aQ4nF7zG3kmRtXp9LcWyVH", "2" * 22,
                                    "oZEq7ovRbLq6UnGMPwc8B5"])
def test_every_128_bit_number_is_an_id(client, lot_id):
    assert client.get(f"/lots/{lot_id}").status_code == 200


def test_faults_name_the_query_parameter_and_never_echo_its_value(client):
    answer = client.get("/lots/keATfB8VP2gSjcnTbsMNQL", params={"size": SECRET})
    assert [fault["loc"] for fault in answer.json()["details"]] == [["query", "size"]]
    assert SECRET not in answer.text


def test_malformed_json_is_400_and_the_wrong_shape_422(client):
    headers = {"Content-Type": "application/json"}
    assert client.post("/names", content=b'{"name": ', headers=headers).status_code == 400
    wrong = client.post("/names", json={"name": 7})
    assert (wrong.status_code, wrong.json()["details"][0]["loc"]) == (422, ["body", "name"])


@pytest.mark.parametrize("path", ["/names", "/names/"])
def test_a_path_answers_with_and_without_its_last_slash(client, path):
    answer = client.post(path, json={"name": "a"}, follow_redirects=False)
    assert (answer.status_code, answer.json()) == (200, {"name": "a"})


def test_two_slashes_are_another_path(client):
    assert client.post("/names//", json={"name": "a"}).status_code == 404


@pytest.mark.parametrize("path", ["/bytes", "/names"])
def test_a_body_that_declares_too_much_is_413(client, path):
    answer = client.post(path, content=b"x" * 1001, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error_code"]) == (413, "payload_too_large")


@pytest.mark.parametrize("path", ["/bytes", "/names"])
def test_a_body_that_sends_more_than_allowed_without_declaring_it_is_413(client, path):
    answer = client.post(path, content=iter([b"x" * 600, b"x" * 600]), headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_a_body_of_just_the_limit_passes(client):
    assert client.post("/bytes", content=b"x" * 1000).json() == {"bytes": 1000}


def test_a_sane_request_id_is_kept_and_any_other_replaced(client):
    assert client.get("/nowhere", headers={"X-Request-ID": "order-4711.a"}).headers["x-request-id"] == "order-4711.a"
    for odd in ("short", "a" * 65, "has blanks in it", '"><script>alert'):
        given = client.get("/nowhere", headers={"X-Request-ID": odd}).headers["x-request-id"]
        assert re.fullmatch(r"[2-9A-HJ-NP-Za-km-z]{22}", given)


def test_only_a_failing_server_tells_its_request_in_the_body(client):
    assert "request_id" not in client.get("/nowhere").json()
    assert "request_id" in client.get("/raises/Unavailable").json()


def test_a_request_that_takes_too_long_is_503_and_may_come_again(hasty):
    answer = hasty.get("/sleeps")
    body = answer.json()
    assert (answer.status_code, body["error_code"], body["retryable"]) == (503, "service_unavailable", True)
    assert answer.headers["retry-after"] == str(body["retry_after"])
    assert answer.headers["x-request-id"] == body["request_id"]


def test_an_answer_that_has_begun_in_time_is_sent_whole(monkeypatch):
    """Its time is over as soon as its first part is sent, and long before its second is."""
    app, begun, over = application(MOMENT), asyncio.Event(), asyncio.Event()

    @app.get("/streams")
    async def streams():
        async def parts():
            yield "one"
            begun.set()
            await over.wait()
            for _ in range(100):  # what is done about it comes first
                await asyncio.sleep(0)
            yield "two"
        return StreamingResponse(parts(), media_type="text/plain")

    async def time_is_over(_seconds):
        await begun.wait()
        over.set()

    monkeypatch.setattr(middleware, "asyncio", SimpleNamespace(sleep=time_is_over, create_task=asyncio.create_task))
    answer = TestClient(app).get("/streams")
    assert (answer.status_code, answer.text) == (200, "onetwo")


def test_a_log_line_names_the_route_and_shows_no_value_that_is_no_id(client, capfd):
    logs.configure(Settings())
    client.get("/raises/NotFound")
    client.get("/lots/keATfB8VP2gSjcnTbsMNQL")
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if '"request"' in line]
    assert [(line["route"], line["path"]) for line in lines] == [
        ("/raises/{name}", "/raises/{name}"), ("/lots/{lot_id}", "/lots/keATfB8VP2gSjcnTbsMNQL")]


def test_requests_are_measured_by_route_never_by_path(client):
    for number in range(5):
        client.get(f"/nowhere/{number}")
        client.get(f"/raises/Made{number}")
    labels = {sample.labels["route"] for metric in metrics.requests.collect() for sample in metric.samples}
    assert {"unmatched", "/raises/{name}"} <= labels
    assert not {label for label in labels if re.search("Made|nowhere", label)}


def test_an_unheard_of_method_is_measured_with_the_others(client):
    client.request("BREW", "/names")
    methods = {sample.labels["method"] for metric in metrics.requests.collect() for sample in metric.samples}
    assert methods <= {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "other"} and "other" in methods


def test_security_headers_are_on_every_answer(client):
    for answer in (client.get("/nowhere"), client.post("/names", json={"name": "a"}), client.get("/fails")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"
        assert "max-age" in answer.headers["strict-transport-security"]
