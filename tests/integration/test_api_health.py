"""Health checks, with and without the servers."""

import threading

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.health import routes
from engine.assembly import open_engine

DEAD = "127.0.0.1:9"


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings)) as client:
        yield client


def without(settings, **changes):
    """The health routes over an engine some of whose servers are away; the whole application would not start."""
    app = FastAPI()
    app.include_router(routes.router)
    with open_engine(settings.model_copy(update=changes)) as engine:
        app.state.engine = engine
        yield TestClient(app)


def states(answer):
    return {name: found["status"] for name, found in answer.json()["dependencies"].items()}


def test_a_process_that_serves_is_alive(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_with_every_server_answering_it_is_ready(client, patient):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert states(answer) == {"neo4j": "up", "redis": "up", "s3": "up"}
    assert all(0 < found["latency_ms"] < 60_000 for found in answer.json()["dependencies"].values())


@pytest.mark.parametrize(("server", "change"), [
    ("neo4j", {"neo4j_uri": f"bolt://{DEAD}"}),
    ("redis", {"redis_url": f"redis://{DEAD}/0"}),
    ("s3", {"s3_endpoint": f"http://{DEAD}"}),
])
def test_a_server_that_is_away_is_named(settings, patient, server, change):
    if server == "neo4j":
        change = change | {"limits": settings.limits.model_copy(update={"retry_seconds": 0.5})}
    if "redis_url" in change:
        change = {"redis_url": type(settings.redis_url)(change["redis_url"])}
    for client in without(settings, **change):
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["status"]) == (503, "not_ready")
        assert states(answer) == {"neo4j": "up", "redis": "up", "s3": "up"} | {server: "down"}
        assert client.get("/healthz").status_code == 200


def test_a_server_that_does_not_answer_is_not_waited_for(settings, monkeypatch):
    """It would answer, but only after the health check has."""
    told = threading.Event()
    monkeypatch.setattr(routes, "PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr(routes, "checks", lambda engine: {"s3": lambda: told.wait(60)})
    for client in without(settings):
        answer = client.get("/readyz")
        told.set()
        assert (answer.status_code, states(answer)) == (503, {"s3": "down"})


def test_health_needs_no_key_and_tells_no_address(client, settings):
    told = client.get("/readyz").text
    assert settings.neo4j_uri not in told and settings.s3_endpoint not in told
