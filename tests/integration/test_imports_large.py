"""Files too long to be imported at once: written part by part, followed, cancelled, taken up again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from engine.errors import Unavailable
from engine.ids import new_id
from engine.imports.running import Runner
from tests import files, networks
from tests.firms import event, join

IMPORTS = "/compliance/api/v1/imports"
AT_ONCE, PART = 3, 4


@pytest.fixture(scope="module")
def client(settings):
    limits = settings.limits.model_copy(update={"import_rows": AT_ONCE, "import_part": PART, "outage_seconds": 0})
    with TestClient(create_app(settings.model_copy(update={"limits": limits}),
                               FixedClock(datetime(2026, 8, 20, 12, tzinfo=UTC)))) as client:
        client.engine = client.app.state.engine
        networks.run(client.engine.graph, "wipe")
        client.engine.prepare()
        client.salads, client.stranger = (join(client.engine, place) for place in ("L06", "L15"))
        yield client


@pytest.fixture
def long():
    """A file of ten shipments, the seventh without a date."""
    lines = [files.row(event("EV14", new_id()[:18])) for _ in range(10)]
    lines[6] = files.changed(lines[6], "shipping", ship_date="soon")
    return files.workbook(Shipping=[files.captions("shipping"), *lines])


def send(client, content, firm=None, **form):
    return client.post(IMPORTS, headers=(firm or client.salads).headers(), data=form,
                       files={"file": ("long.xlsx", content)})


def found(client, import_id, **query):
    return client.get(f"{IMPORTS}/{import_id}", headers=client.salads.headers(), params=query).json()


def rows(client, import_id, **query):
    return client.get(f"{IMPORTS}/{import_id}/rows", headers=client.salads.headers(), params=query).json()


def cancel(client, import_id, firm=None, role="manager"):
    return client.post(f"{IMPORTS}/{import_id}/cancel", headers=(firm or client.salads).headers(role))


@pytest.fixture
def stops_after(monkeypatch):
    """Lets imports break after so many parts."""
    def stop(parts, fault):
        real, done = Runner._part, []

        def part(self, *given):
            if len(done) == parts:
                raise fault
            done.append(True)
            return real(self, *given)

        monkeypatch.setattr(Runner, "_part", part)
        return lambda: monkeypatch.setattr(Runner, "_part", real)
    return stop


def test_a_long_file_waits_for_a_worker(client, long):
    answer = send(client, long)
    body = answer.json()
    assert (answer.status_code, body["status"]) == (202, "pending")
    assert answer.headers["location"] == f"{IMPORTS}/{body['import_id']}" and answer.headers["retry-after"]
    # Ten rows and their header.
    assert body["progress"] == {"stage": "waiting", "rows_done": 0, "rows_total": 11}
    assert body["rows"]["read"] == 0


def test_it_comes_to_the_same_as_a_short_one(client, long):
    import_id = send(client, long).json()["import_id"]
    client.engine.run_job(import_id, "w")
    body = found(client, import_id)
    assert body["status"] == "completed"
    assert body["rows"] == {"read": 10, "accepted": 9, "quarantined": 1, "skipped": 0}
    assert body["records"] == {"created": 9, "duplicates": 0, "by_type": {"shipping": 9}}
    assert len(body["lots"]) == 9 and {f["row"] for f in body["findings"] if f["severity"] == "error"} == {8}
    assert [row["row"] for row in rows(client, import_id)["data"]] == list(range(2, 12))
    assert [row["row"] for row in rows(client, import_id, page=2, page_size=4)["data"]] == [6, 7, 8, 9]
    assert [row["row"] for row in rows(client, import_id, outcome="quarantined")["data"]] == [8]
    assert "findings" not in found(client, import_id, brief=True)


def test_every_record_of_every_part_leads_back_to_its_cells(client, long):
    import_id = send(client, long).json()["import_id"]
    client.engine.run_job(import_id, "w")
    for row in rows(client, import_id, outcome="accepted")["data"]:
        path = f"/compliance/api/v1/ctes/{row['record_id']}"
        sent = client.get(path, headers=client.salads.headers()).json()["sent"]
        assert sent["rows"] == [row["row"]]


def test_the_same_long_file_twice_at_once_is_one_import(client, long):
    with ThreadPoolExecutor(4) as pool:
        answers = [answer.json() for answer in pool.map(lambda _: send(client, long), range(4))]
    assert len({body["import_id"] for body in answers}) == 1
    assert {body["status"] for body in answers} == {"pending"}


def test_a_long_file_again_adds_nothing(client, long):
    import_id = send(client, long).json()["import_id"]
    client.engine.run_job(import_id, "w")
    again = send(client, long)
    assert (again.status_code, again.json()["import_id"]) == (202, import_id), "one row may be acceptable by now"
    client.engine.run_job(import_id, "w")
    assert found(client, import_id)["records"] == {"created": 0, "duplicates": 9, "by_type": {"shipping": 9}}


def test_a_cancelled_import_says_what_it_kept_and_goes_on_from_there(client, long, stops_after):
    import_id = send(client, long).json()["import_id"]
    go_on = stops_after(1, Unavailable("the graph is away"))
    client.engine.run_job(import_id, "w")
    answer = cancel(client, import_id)
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert answer.json()["rows"] == {"read": 4, "accepted": 4, "quarantined": 0, "skipped": 0}
    assert cancel(client, import_id).status_code == 409
    client.engine.run_job(import_id, "w")
    assert found(client, import_id)["status"] == "cancelled", "no worker takes it up by itself"
    go_on()
    send(client, long)
    client.engine.run_job(import_id, "w")
    body = found(client, import_id)
    assert (body["status"], body["rows"]["read"]) == ("completed", 10)
    assert body["records"] == {"created": 9, "duplicates": 0, "by_type": {"shipping": 9}}


def test_a_part_under_way_when_its_import_is_cancelled_is_not_kept(client, long, monkeypatch):
    import_id = send(client, long).json()["import_id"]
    real = Runner._take

    def take(self, of, part, *given, **more):
        if part.document.first == PART:
            assert cancel(client, import_id).status_code == 200
        return real(self, of, part, *given, **more)

    monkeypatch.setattr(Runner, "_take", take)
    client.engine.run_job(import_id, "w")
    body = found(client, import_id)
    assert (body["status"], body["rows"]["read"], body["records"]["created"]) == ("cancelled", 4, 4)
    assert len(body["lots"]) == 4


def test_a_broken_import_fails_with_its_finished_parts_kept(client, long, stops_after):
    import_id = send(client, long).json()["import_id"]
    stops_after(2, ZeroDivisionError())
    client.engine.run_job(import_id, "w")
    body = found(client, import_id)
    assert (body["status"], body["rows"]["read"], body["records"]["created"]) == ("failed", 8, 7)
    assert body["error"] and "ZeroDivision" not in body["error"]


def test_a_long_dry_run_counts_across_parts_and_keeps_nothing(client, long):
    lines = [files.row(event("EV14", new_id()[:18])) for _ in range(6)]
    content = files.workbook(Shipping=[files.captions("shipping"), *lines, *lines[:2]])
    answer = send(client, content, dry_run="true")
    assert answer.status_code == 202
    import_id = answer.json()["import_id"]
    client.engine.run_job(import_id, "w")
    body = found(client, import_id)
    assert (body["status"], body["dry_run"]) == ("completed", True)
    assert body["records"] == {"created": 6, "duplicates": 2, "by_type": {"shipping": 8}}
    assert client.get(f"{IMPORTS}/{import_id}/original", headers=client.salads.headers()).status_code == 404
    send(client, content, dry_run="true")
    client.engine.run_job(import_id, "w")
    assert found(client, import_id)["records"]["created"] == 6, "nothing of the first run was kept"
    one = rows(client, import_id)["data"][0]
    path = f"/compliance/api/v1/ctes/{one['record_id']}"
    assert client.get(path, headers=client.salads.headers()).status_code == 404


def test_nobody_else_sees_or_cancels_it(client, long):
    import_id = send(client, long).json()["import_id"]
    for path in ("", "/rows", "/original", "/annotated"):
        answer = client.get(f"{IMPORTS}/{import_id}{path}", headers=client.stranger.headers())
        assert answer.status_code == 404
    assert cancel(client, import_id, client.stranger).status_code == 404
    assert cancel(client, import_id, role="readonly").status_code == 403
    assert send(client, long, client.stranger).json()["import_id"] != import_id
