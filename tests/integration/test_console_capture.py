"""`lotgraph capture` against the API: files of every kind, whole folders, and going on after a kill."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from engine.console import capture, sending
from engine.console.api import Api
from engine.console.app import app
from engine.ids import new_id
from tests import files, networks
from tests.firms import event, join


@pytest.fixture(scope="module")
def client(settings):
    limits = settings.limits.model_copy(update={"import_rows": 5, "import_part": 3})
    with TestClient(create_app(settings.model_copy(update={"limits": limits}),
                               FixedClock(datetime(2026, 8, 20, 12, tzinfo=UTC)))) as client:
        engine = client.app.state.engine
        networks.run(engine.graph, "wipe")
        engine.prepare()
        client.headers.update(join(engine, "L06").headers())
        yield client


@pytest.fixture
def asked(client):
    """Paths that were posted to."""
    made, real = [], client.request

    def request(method, path, **given):
        made.append((method, str(path)))
        return real(method, path, **given)

    client.request = request
    yield made
    client.request = real


@pytest.fixture
def run(client, capsys, monkeypatch):
    """Runs the command; whenever it waits, the worker's work is done."""
    engine = client.app.state.engine

    def wait(_seconds):
        engine.clock.advance(minutes=1)
        for job_id in engine.jobs.idle():
            engine.run_job(job_id, "w")

    monkeypatch.setattr(capture, "connect", lambda: Api(client))
    monkeypatch.setattr(sending, "time", SimpleNamespace(sleep=wait))

    def command(*arguments):
        with pytest.raises(SystemExit) as ended:
            app(["capture", *map(str, arguments)])
        said = capsys.readouterr()
        return ended.value.code or 0, said.out

    return command


def posts(asked):
    return sum(method == "POST" for method, _ in asked)


def shipment(**changes):
    number = new_id()[:18]
    return event("EV14", number, event_id=f"ship/{number}", **changes)


@pytest.fixture
def folder(tmp_path):
    """A JSON document of two events, a workbook of seven, a CSV of one two folders down, and files of other kinds."""
    (tmp_path / "events.json").write_text(json.dumps({"events": [shipment(), shipment()]}))
    (tmp_path / "a.xlsx").write_bytes(files.shipments([shipment() for _ in range(7)]))
    inner = tmp_path / "2026" / "august"
    inner.mkdir(parents=True)
    (inner / "b.CSV").write_bytes(files.csv_of([files.captions("shipping"), files.row(shipment())]))
    (tmp_path / "notes.txt").write_text("call Daniel")
    (tmp_path / "~$a.xlsx").write_bytes(b"open in Excel")
    return tmp_path


def test_a_folder_is_captured_whole(run, folder):
    code, out = run(folder, "--json")
    said = {each["file"].rpartition("/")[2]: each for each in json.loads(out)}
    assert code == 0 and said.keys() == {"a.xlsx", "b.CSV", "events.json"}
    assert said["events.json"]["created"] == 2
    assert (said["a.xlsx"]["status"], said["a.xlsx"]["records"]["created"]) == ("completed", 7)
    assert said["b.CSV"]["records"]["created"] == 1


def test_a_second_run_sends_nothing_again(run, folder, asked):
    run(folder)
    first = posts(asked)
    code, out = run(folder, "--json")
    assert (first, posts(asked), code) == (3, 3, 0)
    assert {each["outcome"] for each in json.loads(out)} == {"known"}


def test_a_run_that_was_killed_is_gone_on_with(run, folder, asked, client, monkeypatch):
    def killed(_seconds):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending, "time", SimpleNamespace(sleep=killed))
        run(folder)
    code, out = run(folder, "--json")
    said = {each["file"].rpartition("/")[2]: each for each in json.loads(out)}
    assert code == 0 and said["a.xlsx"]["records"]["created"] == 7
    assert [path for method, path in asked if method == "POST" and "imports" in path].count(
        "/compliance/api/v1/imports") == 2, "the workbook was sent once, the CSV once"


def test_people_are_told_where_to_look(run, tmp_path):
    lines = [files.row(shipment()) for _ in range(2)]
    lines[1] = files.changed(lines[1], "shipping", ship_date="soon")
    path = tmp_path / "week 33.xlsx"
    path.write_bytes(files.workbook(Shipping=[files.captions("shipping"), *lines]))
    code, out = run(path)
    told = " ".join(out.split())
    assert code == 1
    for text in ("Created 1, duplicates 0, quarantined 1", "Shipping!X3", "V-GEN-02"):
        assert text in told, told


def test_a_dry_run_keeps_nothing(run, folder):
    _, out = run(folder, "--dry-run", "--json")
    assert sum(each.get("created", 0) + each.get("records", {}).get("created", 0) for each in json.loads(out)) == 10
    _, out = run(folder, "--json")
    assert sum(each.get("created", 0) + each.get("records", {}).get("created", 0) for each in json.loads(out)) == 10


def test_a_refused_file_does_not_stop_the_others(run, folder):
    (folder / "0.xlsx").write_bytes(b"PK\x03\x04 half a workbook")
    code, out = run(folder)
    assert code == 1 and "0.xlsx: refused" in " ".join(out.split()) and "Created 7" in out


def test_a_folder_without_files_is_said_to_be_one(run, tmp_path):
    assert run(tmp_path)[0] == 2
