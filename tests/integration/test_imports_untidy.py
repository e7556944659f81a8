"""Files of careless senders over HTTP: what was lost on their way to us is asked for at the cell it was lost in."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from tests.exportable import firm
from tests.untidy import ROW, SHIPPING, csv_text, shipping, workbook

IMPORTS = "/compliance/api/v1/imports"


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings, FixedClock(datetime(2026, 8, 20, 12, tzinfo=UTC)))) as client:
        client.app.state.engine.prepare()
        yield client


@pytest.fixture
def sender(client):
    return firm(client.app.state.engine, "Careless Produce").headers("manager")


def send(client, sender, content, name, **form):
    return client.post(IMPORTS, headers=sender, files={"file": (name, content)}, data=form)


def test_failed_lookups_do_not_become_one_lot(client, sender):
    lines = [["#N/A", *ROW[1:9], f"BOL {n}"] for n in range(2)]
    body = send(client, sender, csv_text(SHIPPING, *lines), "shipping.csv").json()
    assert (body["rows"]["accepted"], [lot["tlc"] for lot in body["lots"]]) == (2, [None, None])
    found = {(f["rule"], f["row"], f["column"]) for f in body["findings"]}
    assert found >= {(rule, row, "A") for rule in ("V-SHT-07", "V-TLC-02") for row in (2, 3)}
    book = client.get(f"{IMPORTS}/{body['import_id']}/annotated", headers=sender)
    assert "#N/A" in openpyxl.load_workbook(io.BytesIO(book.content))["shipping"]["A2"].comment.text


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_a_file_whose_rows_a_quotation_mark_swallowed_is_refused_by_its_line(client, sender, dry_run):
    lines = [ROW, [*ROW[:3], '"romaine', *ROW[4:]], [*ROW[:9], "BOL 3"]]
    answer = send(client, sender, csv_text(SHIPPING, *lines), "shipping.csv", dry_run=dry_run)
    assert answer.status_code == 422 and "From line 3 of the file on" in answer.json()["detail"]
    assert client.get(IMPORTS, headers=sender).json()["data"] == []


def test_a_sheet_that_nothing_was_read_from_is_a_finding(client, sender):
    book = workbook({"Shipping": [SHIPPING, ROW], "Embarques": [["Lote", "Cajas"], ["A1", 5]]})
    body = send(client, sender, book, "records.xlsx").json()
    told, = (f for f in body["findings"] if f["rule"] == "V-SHT-23")
    assert (told["sheet"], told["row"], told["severity"]) == ("Embarques", None, "warning") and told["hint"]


def test_what_a_date_may_mean_is_asked_and_a_declared_order_answers(client, sender):
    content = shipping([*ROW[:8], "26-08-14", "BOL 1"])
    first = send(client, sender, content, "records.xlsx").json()
    assert first["rows"]["quarantined"] == 1
    told, = (f for f in first["findings"] if f["severity"] == "error")
    assert (told["rule"], told["row"], told["column"]) == ("V-GEN-02", 2, "I") and "2026-08-14" in told["hint"]
    second = send(client, sender, content, "records.xlsx", date_format="yyyy-mm-dd", corrects=first["import_id"]).json()
    assert second["rows"]["accepted"] == 1
    page = client.get("/compliance/api/v1/quarantine", headers=sender, params={"state": "open"}).json()
    assert page["data"] == []
