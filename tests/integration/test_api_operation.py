"""The API as an operator sees it: metrics, log lines, a graph that is away, a stop in the middle of a request."""

import json
import re
import time

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from redis import Redis
from rq.job import Job
from rq.serializers import JSONSerializer

from api.app import create_app
from engine.assembly import open_engine
from engine.identity.keys import make_key
from engine.ids import new_id
from engine.settings import Settings
from tests import exportable
from tests.firms import event
from workers import jobs
from workers.queues import RedisQueue, queue_name

LOTS = "/products/api/v1/lots"
CTES = "/compliance/api/v1/ctes"


@pytest.fixture(scope="module")
def own(settings) -> Settings:
    """Settings with a queue of this module's own."""
    changes = {"queue_prefix": f"operation-{new_id()}", "metrics_token": SecretStr("scrape-me")}
    return settings.model_copy(update=changes)


@pytest.fixture(scope="module")
def client(own):
    with TestClient(create_app(own)) as client:
        client.firm = exportable.firm(client.app.state.engine)
        yield client


def scraped(client, **headers) -> dict[tuple[str, ...], float]:
    """Samples by name and label values."""
    answer = client.get("/metrics", headers={"Authorization": "Bearer scrape-me", **headers})
    assert answer.status_code == 200
    return {(sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(answer.text) for sample in family.samples}


def export(client, lot_id: str, **headers):
    path = f"/epcis/api/2.0/traceability/lots/{lot_id}/fda-export"
    return client.get(path, headers={**client.firm.headers(), **headers})


def test_metrics_ask_for_the_token(client):
    for headers in ({}, {"Authorization": "Bearer guess"}, {"Authorization": "scrape-me"}, client.firm.headers()):
        answer = client.get("/metrics", headers=headers)
        assert (answer.status_code, answer.json()["error_code"]) == (401, "unauthorized")


@pytest.mark.parametrize(("peer", "headers", "status"), [
    ("127.0.0.1", {}, 200), ("::1", {}, 200), ("198.51.100.7", {}, 404),
    ("127.0.0.1", {"X-Forwarded-For": "198.51.100.7"}, 404), ("127.0.0.1", {"Forwarded": "for=198.51.100.7"}, 404),
])
def test_without_a_token_only_this_machine_reads_metrics(own, peer, headers, status):
    open_ = own.model_copy(update={"metrics_token": None})
    with TestClient(create_app(open_), client=(peer, 50_000)) as client:
        assert client.get("/metrics", headers=headers).status_code == status


def test_requests_captures_traces_and_exports_are_counted(client, patient):
    before = scraped(client)
    number = new_id()[:18]
    sent = [event("EV13", number, inputs=[], event_id=f"made/{number}"), event("EV14", number, event_id=f"s/{number}")]
    lot, = client.post(CTES, headers=client.firm.headers(), json={"events": sent}).json()["lots"]
    client.get(f"/compliance/api/v1/lots/{lot['lot_id']}/trace", headers=client.firm.headers())
    assert export(client, lot["lot_id"]).status_code == 202
    after = scraped(client)

    def more(*sample: str) -> float:
        return after.get(sample, 0) - before.get(sample, 0)

    assert more("lotgraph_request_seconds_count", "POST", CTES, "201") == 1
    assert more("lotgraph_records_total", "created") == 2
    assert more("lotgraph_trace_seconds_count", "recorded") == 1
    assert more("lotgraph_exports", "pending") == 1
    assert more("lotgraph_exports_sla", "on_track") == 1
    assert (more("lotgraph_queue_messages", "exports"), more("lotgraph_queue_messages", "imports")) == (1, 0)
    assert more("lotgraph_s3_seconds_count", "put_document") == 1
    assert more("lotgraph_neo4j_seconds_count", "write") >= 2 and more("lotgraph_neo4j_seconds_count", "read") >= 3
    assert 0 < more("lotgraph_neo4j_seconds_sum", "read") < 60
    assert 0 <= after["lotgraph_queue_oldest_seconds", "exports"] < 60
    assert after["lotgraph_queue_oldest_seconds", "imports"] == 0
    assert after["lotgraph_export_oldest_open_seconds",] >= 0
    assert {server: after["lotgraph_up", server] for server in ("neo4j", "redis", "s3")} == dict.fromkeys(
        ("neo4j", "redis", "s3"), 1)


def test_what_callers_choose_never_becomes_a_label(client):
    odd = new_id()
    client.get(f"/{odd}")
    client.get(f"{CTES}/{odd}", headers=client.firm.headers())
    client.get(LOTS, params={"tlc": odd}, headers=client.firm.headers())
    assert odd not in client.get("/metrics", headers={"Authorization": "Bearer scrape-me"}).text


def test_a_server_that_is_away_is_told_and_the_rest_is_there(own, patient):
    away = own.model_copy(update={"redis_url": SecretStr("redis://127.0.0.1:9/0")})
    with TestClient(create_app(away)) as client:
        found = scraped(client)
    assert (found["lotgraph_up", "redis"], found["lotgraph_up", "neo4j"]) == (0, 1)
    assert ("lotgraph_exports", "pending") in found and ("lotgraph_queue_messages", "exports") not in found


def test_the_id_of_the_request_goes_with_the_job(client, own, monkeypatch, capfd):
    lot = exportable.lot(client.app.state.engine, client.firm)
    job_id = export(client, lot, **{"X-Request-ID": "from-the-caller-1"}).json()["job_short_id"]
    with Redis.from_url(own.redis_url.get_secret_value()) as redis:
        names = [name.decode() for name in redis.lrange(f"rq:queue:{queue_name(own)}", 0, -1)]
        message, = (Job.fetch(name, connection=redis, serializer=JSONSerializer) for name in names
                    if name.startswith(job_id))
    assert message.meta == {"request_id": "from-the-caller-1"}

    monkeypatch.setattr(jobs, "get_current_job", lambda: message)
    monkeypatch.setattr(jobs, "settings_from_environment", lambda: own)
    capfd.readouterr()
    jobs.run_job(job_id)
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    delivered, = (line for line in lines if line["event"] == "export_delivered")
    assert (delivered["request_id"], delivered["job"]) == ("from-the-caller-1", job_id)


def test_a_message_from_outside_a_request_names_none(own):
    queue = RedisQueue(own)
    job_id = new_id()
    queue.enqueue(job_id)
    with Redis.from_url(own.redis_url.get_secret_value()) as redis:
        last = redis.lrange(f"rq:queue:{queue_name(own)}", -1, -1)[0].decode()
        assert last.startswith(job_id)
        assert Job.fetch(last, connection=redis, serializer=JSONSerializer).meta == {}
    queue.close()


def test_no_word_of_a_record_and_no_secret_is_in_the_log(client, own, monkeypatch, capfd):
    """Captured, refused, traced, found, exported, failed: what the log says of it all."""
    mark = f"QZ{new_id()[:12]}"
    mine, key = client.firm.headers(), client.firm.keys["manager"]
    good = event("EV14", mark, event_id=f"ev-{mark}", product={"product_name": f"Salad {mark}",
                 "packaging_size": "1", "packaging_style": "Bag", "ftl_category": "leafy_greens_fresh_cut"})
    lots = client.post(CTES, headers=mine, json={"events": [good]}).json()["lots"]
    client.post(CTES, headers=mine, json={"events": [{**good, "ship_date": mark, "event_id": f"bad-{mark}"}]})
    client.post(CTES, headers=mine, content=f'{{"events": "{mark}'.encode())
    client.get(LOTS, headers=mine, params={"tlc": mark, "page": mark})
    client.get(f"{CTES}/ev-{mark}", headers=mine)
    client.get(f"/compliance/api/v1/lots/{lots[0]['lot_id']}/trace", headers=mine)
    lot = exportable.lot(client.app.state.engine, client.firm, lot_number=mark)
    client.app.state.engine.exports.render(export(client, lot).json()["job_short_id"], "test")
    client.get(LOTS, headers={"X-API-Key": f"{key[:-1]}z"})

    def broken(*_):
        raise ValueError(f"Node(7) has the property 'Salad {mark}'")
    monkeypatch.setattr(client.app.state.engine.identity, "view", broken)
    assert client.get(LOTS, headers=mine).status_code == 500
    told = capfd.readouterr()
    lines = told.err + told.out
    assert '"unhandled"' in lines and "ValueError: Node(7) has the property [value]" in lines
    assert mark not in lines and mark.lower() not in lines.lower()
    for secret in (key.split("_")[1], own.neo4j_password.get_secret_value(), own.s3_secret_key.get_secret_value(),
                   "scrape-me", re.sub(r".*:(.*)@.*", r"\1", own.redis_url.get_secret_value())):
        assert secret not in lines


def test_without_the_graph_a_request_waits_seconds_then_is_503(own):
    limits = own.limits.model_copy(update={"request_retry_seconds": 3, "retry_seconds": 600})
    client = TestClient(create_app(own.model_copy(update={"neo4j_uri": "bolt://127.0.0.1:9", "limits": limits})))
    with open_engine(client.app.state.settings, read_patience=limits.request_retry_seconds) as engine:
        client.app.state.engine = engine
        started = time.monotonic()
        answer = client.get(LOTS, headers={"X-API-Key": make_key()})
        waited = time.monotonic() - started
    assert (answer.status_code, answer.json()["error_code"]) == (503, "service_unavailable")
    assert answer.headers["retry-after"] == "5"
    assert 1 < waited < 300, "it tries again, but not for the ten minutes of this worker"

