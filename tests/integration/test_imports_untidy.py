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


def by_unit(*captions):
    """Captions of shipments with these in the place of quantity and unit."""
    return [SHIPPING[0], *captions, *SHIPPING[3:]]


def test_a_column_headed_by_its_unit_is_the_quantity(client, sender):
    book = workbook({"Shipping": [by_unit("Cases shipped"), [ROW[0], 24, *ROW[3:]]]})
    body = send(client, sender, book, "records.xlsx").json()
    assert (body["rows"]["accepted"], body["sheets"][0]["unmatched_columns"]) == (1, [])
    told, = (f for f in body["findings"] if f["rule"] == "V-SHT-22")
    assert (told["severity"], told["row"], told["column"]) == ("info", 2, "B")
    assert not {"V-GEN-07", "V-GEN-08"} & {f["rule"] for f in body["findings"]}
    rows = client.get(f"{IMPORTS}/{body['import_id']}/rows", headers=sender).json()["data"]
    record = client.get(f"/compliance/api/v1/ctes/{rows[0]['record_id']}", headers=sender).json()["record"]
    assert (record["quantity"], record["unit_of_measure"], record["unit_raw"]) == (24, "case", "Cases")


def test_which_of_two_units_is_the_quantity_is_asked_and_a_saved_mapping_answers(client, sender):
    book = workbook({"Shipping": [by_unit("Cases", "Lbs"), [ROW[0], 24, 960, *ROW[3:]],
                                  [ROW[0], 12, None, *ROW[3:9], "BOL 2"]]})
    first = send(client, sender, book, "records.xlsx").json()
    assert (first["rows"]["accepted"], first["rows"]["quarantined"]) == (0, 2)
    asked = [(f["row"], f["column"]) for f in first["findings"] if f["rule"] == "V-SHT-24"]
    assert asked == [(1, "B"), (2, "B"), (3, "B")]
    answer = {"columns": {"*": {"Cases": "quantity", "Lbs": None}}}
    assert client.put(f"{IMPORTS}/mappings", headers=sender, json=answer).status_code == 200
    second = send(client, sender, book, "records.xlsx", corrects=first["import_id"]).json()
    assert (second["rows"]["accepted"], "V-SHT-24" in {f["rule"] for f in second["findings"]}) == (2, False)
    page = client.get("/compliance/api/v1/quarantine", headers=sender, params={"state": "open"}).json()
    assert page["data"] == []


def test_words_that_lead_to_no_source_make_no_lots_of_their_own(client, sender):
    heads = [*SHIPPING, "TLC Source Reference"]
    said = ["GLN on file", "GLN: see BOL", "see website", "n/a", "GLN 9521004000120"]
    lines = [[*ROW[:9], f"BOL {n}", words] for n, words in enumerate(said)]
    body = send(client, sender, workbook({"Shipping": [heads, *lines]}), "records.xlsx").json()
    assert (body["rows"]["accepted"], len({lot["lot_id"] for lot in body["lots"]})) == (5, 1)
    told = {(f["row"], f["column"], f["severity"], f["value"]) for f in body["findings"] if f["rule"] == "V-TLC-10"}
    assert told == {(row, "K", "warning", said[row - 2]) for row in (2, 3, 4)}
    assert {f["row"] for f in body["findings"] if f["rule"] == "V-TLC-04"} == {2, 3, 4, 5}
