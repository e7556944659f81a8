"""Workbooks and CSV files in, over HTTP: what each row comes to, and what is given back."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import openpyxl
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from engine.exports.record import About, ExportRecord
from engine.exports.workbook import write_workbook
from engine.fsma.template import template
from engine.ids import is_id, new_id
from tests import files, networks
from tests.firms import event, join

IMPORTS = "/compliance/api/v1/imports"
CTES = "/compliance/api/v1/ctes"
KEYS = {"import_id", "status", "file", "rows", "records", "sheets", "findings", "lots"}


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
    """Makes shipments that nothing else in the graph has to do with."""
    return lambda **changes: event("EV14", new_id()[:18], **changes)


def send(client, content, name="records.xlsx", firm=None, role="manager", query=None, **form):
    headers = (firm or client.salads).headers(role)
    return client.post(IMPORTS, headers=headers, files={"file": (name, content)}, data=form, params=query)


def get(client, path, firm=None, role="manager", **query):
    return client.get(path, headers=(firm or client.salads).headers(role), params=query)


def test_a_short_workbook_is_imported_at_once(client, shipment):
    made = [shipment(), shipment()]
    answer = send(client, files.shipments(made))
    body = answer.json()
    assert answer.status_code == 201, body
    assert body.keys() >= KEYS and is_id(body["import_id"])
    assert (body["status"], body["file"]) == ("completed", "records.xlsx")
    assert body["rows"] == {"read": 2, "accepted": 2, "quarantined": 0, "skipped": 0}
    assert body["records"] == {"created": 2, "duplicates": 0, "by_type": {"shipping": 2}}
    sheet, = body["sheets"]
    assert (sheet["sheet"], sheet["recognised_as"], sheet["header_row"]) == ("Shipping", "shipping", 1)
    assert (sheet["unmatched_columns"], sheet["missing_fields"]) == ([], [])
    assert {"column": "A", "caption": "Traceability Lot Code", "field": "tlc"}.items() <= sheet["columns"][0].items()
    assert sorted(lot["tlc"] for lot in body["lots"]) == sorted(each["tlc"] for each in made)
    assert {lot["role"] for lot in body["lots"]} == {"shipped"}


def test_a_row_leads_to_its_record_and_the_record_back_to_its_cells(client, shipment):
    made = shipment(quantity=12)
    import_id = send(client, files.shipments([made])).json()["import_id"]
    row, = get(client, f"{IMPORTS}/{import_id}/rows").json()["data"]
    assert (row["sheet"], row["row"], row["reason"]) == ("Shipping", 2, None)
    record = get(client, f"{CTES}/{row['record_id']}").json()
    assert (record["record"]["tlc"], record["record"]["quantity"]) == (made["tlc"], 12)
    sent = record["sent"]
    assert (sent["sheet"], sent["rows"], sent["event"]["cte_type"]) == ("Shipping", [2], "shipping")
    assert {"sheet": "Shipping", "row": 2, "column": "B", "caption": "Quantity", "field": "quantity",
            "raw": "12"} in sent["cells"]
    assert get(client, f"{CTES}/{row['record_id']}", client.stores, "readonly").json()["sent"] is None


def test_the_same_file_again_is_the_same_import_and_adds_nothing(client, shipment):
    content = files.shipments([shipment(), shipment()])
    first, again = send(client, content).json(), send(client, content, "under another name.xlsx").json()
    assert again["import_id"] == first["import_id"]
    assert again["records"] == {"created": 0, "duplicates": 2, "by_type": {"shipping": 2}}
    assert (again["rows"], again["lots"]) == (first["rows"], first["lots"])
    assert get(client, f"{IMPORTS}/{first['import_id']}").json()["records"]["created"] == 2


def test_the_same_file_twice_at_once_is_one_import(client, shipment):
    content = files.shipments([shipment()])
    with ThreadPoolExecutor(3) as pool:
        told = [answer.json() for answer in pool.map(lambda _: send(client, content), range(3))]
    assert len({body["import_id"] for body in told}) == 1
    assert sorted(body["records"]["created"] for body in told) == [0, 0, 1]
    assert get(client, f"{IMPORTS}/{told[0]['import_id']}").json()["records"]["created"] == 1


def test_a_file_and_a_json_document_of_the_same_events_are_one_record(client, shipment):
    made = shipment()
    import_id = send(client, files.shipments([made])).json()["import_id"]
    row, = get(client, f"{IMPORTS}/{import_id}/rows").json()["data"]
    read = get(client, f"{CTES}/{row['record_id']}").json()["sent"]["event"]
    answer = client.post(CTES, headers=client.salads.headers(), json={"events": [read]}).json()
    assert (answer["created"], answer["duplicates"]) == (0, 1)


def test_a_dry_run_tells_the_same_and_keeps_nothing(client, shipment):
    made = shipment()
    content = files.shipments([made])
    answer = send(client, content, dry_run="true")
    assert (answer.status_code, answer.json()["records"]["created"]) == (200, 1)
    assert [lot["tlc"] for lot in answer.json()["lots"]] == [made["tlc"]]
    assert get(client, f"{IMPORTS}/{answer.json()['import_id']}").status_code == 404
    assert send(client, content, query={"dry_run": "true"}).json()["records"]["created"] == 1
    assert send(client, content).json()["records"] == {"created": 1, "duplicates": 0, "by_type": {"shipping": 1}}


@pytest.fixture
def untidy(client, shipment):
    """A file with a good row, one without a unit, one with a date nobody can read, and a total below."""
    fine, unitless, odd = (files.row(shipment()) for _ in range(3))
    unitless = files.changed(unitless, "shipping", unit_of_measure=None)
    odd = files.changed(odd, "shipping", ship_date="next Tuesday")
    total = ["Total", 1440]
    return files.workbook(Shipping=[files.captions("shipping"), fine, unitless, odd, total])


def test_each_row_comes_to_something_and_says_why(client, untidy):
    body = send(client, untidy).json()
    assert body["rows"] == {"read": 4, "accepted": 2, "quarantined": 1, "skipped": 1}
    rows = {row["row"]: row for row in get(client, f"{IMPORTS}/{body['import_id']}/rows").json()["data"]}
    assert [rows[n]["outcome"] for n in (2, 3, 4, 5)] == ["accepted", "accepted_with_warning", "quarantined", "skipped"]
    assert rows[4]["record_id"] is None and is_id(rows[4]["quarantine_id"])
    assert all(rows[n]["reason"] for n in (3, 4, 5)) and rows[2]["reason"] is None


def test_findings_name_the_cell(client, untidy):
    found = {(f["rule"], f["row"], f["column"]): f for f in send(client, untidy).json()["findings"]}
    # The ship date is the 24th column of FDA's sheet, the unit the third.
    assert found["V-GEN-02", 4, "X"].items() >= {"sheet": "Shipping", "severity": "error", "field": "ship_date",
                                                 "value": "next Tuesday"}.items()
    assert found["V-GEN-08", 3, "C"]["severity"] == "warning"


@pytest.mark.parametrize(("outcome", "numbers"), [
    ("accepted", [2]), ("accepted_with_warning", [3]), ("quarantined", [4]), ("skipped", [5])])
def test_rows_are_filtered_by_outcome(client, untidy, outcome, numbers):
    import_id = send(client, untidy).json()["import_id"]
    page = get(client, f"{IMPORTS}/{import_id}/rows", outcome=outcome).json()
    assert ([row["row"] for row in page["data"]], page["pagination"]["total_count"]) == (numbers, 1)


def test_rows_come_in_pages_and_as_csv(client, untidy):
    import_id = send(client, untidy).json()["import_id"]
    path = f"{IMPORTS}/{import_id}/rows"
    pages = [get(client, path, page=n, page_size=3).json() for n in (1, 2, 3)]
    assert [[row["row"] for row in page["data"]] for page in pages] == [[2, 3, 4], [5], []]
    assert [page["pagination"]["has_next"] for page in pages] == [True, False, False]
    table = client.get(path, headers=client.salads.headers() | {"Accept": "text/csv"})
    assert [line.split(",")[1] for line in table.text.splitlines()] == ["row", "2", "3", "4", "5"]


def test_the_file_comes_back_as_it_was_and_with_comments(client, untidy):
    import_id = send(client, untidy, "weekly report.xlsx").json()["import_id"]
    assert get(client, f"{IMPORTS}/{import_id}/original").content == untidy
    answer = get(client, f"{IMPORTS}/{import_id}/annotated")
    assert "weekly report (findings).xlsx" in answer.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Shipping"]
    assert "V-GEN-02" in sheet["X4"].comment.text and sheet["X2"].comment is None
    assert sheet["B2"].value == 480


def test_rows_of_one_transformation_are_one_record(client):
    number = new_id()[:18]
    made = event("EV13", number)
    content = files.workbook(Transformation=[files.captions("transformation"), *files.rows(made)])
    body = send(client, content).json()
    assert body["rows"]["accepted"] == len(made["inputs"]) > 1
    assert body["records"] == {"created": 1, "duplicates": 0, "by_type": {"transformation": 1}}
    roles = [lot["role"] for lot in body["lots"]]
    assert (roles.count("assigned"), roles.count("input")) == (1, len(made["inputs"]))
    rows = get(client, f"{IMPORTS}/{body['import_id']}/rows").json()["data"]
    assert len({row["record_id"] for row in rows}) == 1


def test_a_csv_whose_dates_can_be_read_two_ways_asks_for_their_order(client, shipment):
    lines = [files.changed(files.row(shipment()), "shipping", ship_date="04/05/2026") for _ in range(2)]
    # FDA's own caption says mm/dd/yyyy; this firm's does not.
    header = files.changed(files.captions("shipping"), "shipping", ship_date="Ship Date")
    content = files.csv_of([header, *lines])
    first = send(client, content, "shipping.csv").json()
    assert first["rows"] == {"read": 2, "accepted": 0, "quarantined": 2, "skipped": 0}
    told = send(client, content, "shipping.csv", date_format="mm/dd/yyyy").json()
    assert told["rows"]["accepted"] == 2 and told["import_id"] != first["import_id"]
    wrong = send(client, content, "shipping.csv", date_format="whenever")
    assert (wrong.status_code, wrong.json()["details"][0]["loc"]) == (422, ["body", "date_format"])


def test_a_purchase_is_a_record_of_its_own_kind(client):
    farm = {"street_address": "1 Lane", "city": "Aurora", "state_region": "CO", "postal_code": "80011", "country": "US"}
    made = {"cte_type": "farm_direct_purchase", "food_name": f"Parsley {new_id()}", "farm_name": "Tiny Acre Farm",
            "farm_address": farm}
    name = next(sheet.name for sheet in template().data_sheets if sheet.cte_type == made["cte_type"])
    content = files.workbook(**{name: [files.captions(made["cte_type"]), files.row(made)]})
    body = send(client, content).json()
    assert body["records"] == {"created": 1, "duplicates": 0, "by_type": {"farm_direct_purchase": 1}}
    row, = get(client, f"{IMPORTS}/{body['import_id']}/rows").json()["data"]
    record = get(client, f"{CTES}/{row['record_id']}").json()
    assert record["record"]["food_name"] == made["food_name"]
    assert record["sent"]["cells"][0]["raw"] == made["food_name"]


def test_a_saved_mapping_reads_the_next_file(client, shipment):
    header = files.captions("shipping")
    header[0], header[1] = "Batch", "Menge"
    content = files.workbook(Ausgang=[header, files.row(shipment())])
    before = send(client, content, firm=client.stores).json()
    assert {"Batch", "Menge"} & set(before["sheets"][0]["unmatched_columns"])
    mappings = f"{IMPORTS}/mappings"
    assert get(client, mappings, client.stores).json()["saved_at"] is None
    chosen = {"columns": {"*": {"Batch": "tlc", "Menge": "quantity"}}, "sheets": {"Ausgang": "shipping"}}
    saved = client.put(mappings, headers=client.stores.headers(), json=chosen)
    assert (saved.status_code, saved.json()["columns"]) == (200, chosen["columns"])
    after = send(client, content, firm=client.stores).json()
    assert (after["sheets"][0]["recognised_as"], after["sheets"][0]["unmatched_columns"]) == ("shipping", [])
    assert after["rows"]["accepted"] == 1 and after["import_id"] != before["import_id"]
    assert get(client, mappings, client.stranger).json()["columns"] == {}
    assert client.put(mappings, headers=client.stores.headers("editor"), json=chosen).status_code == 403
    assert client.put(mappings, headers=client.stores.headers(), json={"columns": 7}).status_code == 422


def test_names_explained_once_make_the_next_file_acceptable(client, shipment):
    """A shipment whose places are names alone is asked about; with what its sender saved for them it is a record."""
    made = shipment()
    at = {part: made[part] for part in ("ship_from_location", "ship_to_location", "tlc_source")}
    heads = ["TLC", "Quantity", "UOM", "Product", "Ship Date", "Ship From Name", "Ship To Name",
             "TLC Source Name", "BOL"]
    content = files.csv_of([heads, [made["tlc"], 24, "case", made["product"]["product_name"], made["ship_date"],
                                      "our dock", "store", "the plant", "BOL 7"]])
    before = send(client, content, "shipping.csv", firm=client.stores).json()
    assert before["rows"]["quarantined"] == 1
    asked, = (f for f in before["findings"] if f["rule"] == "V-GEN-05")
    assert asked["column"] == "F"
    assert asked["hint"].endswith(" Or save once, in your mapping, which place the name stands for.")
    places = dict(zip(("our dock", "store", "the plant"), at.values(), strict=True))
    saved = client.put(f"{IMPORTS}/mappings", headers=client.stores.headers(), json={"places": places})
    assert (saved.status_code, saved.json()["places"]) == (200, places)
    after = send(client, content, "shipping.csv", firm=client.stores).json()
    assert (after["rows"]["accepted"], after["records"]["created"]) == (1, 1)
    row, = get(client, f"{IMPORTS}/{after['import_id']}/rows", client.stores).json()["data"]
    record = get(client, f"{CTES}/{row['record_id']}", client.stores).json()
    assert record["record"]["ship_to_location"]["street_address"] == at["ship_to_location"]["street_address"]
    assert "store" in {cell["raw"] for cell in record["sent"]["cells"]}
    refused = client.put(f"{IMPORTS}/mappings", headers=client.stores.headers(), json={"places": {"x": {"phone": "1"}}})
    assert (refused.status_code, refused.json()["detail"]) == (
        400, "The place “x” needs a GLN with a right check digit, or a street address.")


def test_what_others_shared_comes_back_as_theirs(client, shipment):
    made = shipment()
    post = client.post(CTES, headers=client.salads.headers(), json={"events": [made]})
    lot_id = post.json()["lots"][0]["lot_id"]
    theirs = get(client, f"{CTES}/{made['event_id']}", client.stores).json()
    engine = client.app.state.engine
    exported = io.BytesIO()
    record = ExportRecord(theirs["record"], theirs["record_id"], theirs["event_id"], "Prairie Fork Salads")
    write_workbook(exported, [record], About("One lot", engine.clock.now(), engine.clock.now(), "lotgraph"))
    body = send(client, exported.getvalue(), firm=client.stores).json()
    assert body["records"] == {"created": 0, "duplicates": 1, "by_type": {"shipping": 1}}
    lots = client.get("/products/api/v1/lots", headers=client.stores.headers(), params={"tlc": made["tlc"]}).json()
    assert [lot["id"] for lot in lots["data"]] == [lot_id]


def test_imports_are_listed_filtered_and_given_as_csv(client, shipment):
    name = f"{new_id()}.xlsx"
    made = send(client, files.shipments([shipment()]), name).json()
    page = get(client, IMPORTS, file=name.upper()).json()
    assert [each["import_id"] for each in page["data"]] == [made["import_id"]]
    assert "findings" not in page["data"][0] and page["data"][0]["rows"] == made["rows"]
    assert get(client, IMPORTS, sha256=made["sha256"]).json()["pagination"]["total_count"] == 1
    assert get(client, IMPORTS, file=name, status="failed").json()["data"] == []
    assert get(client, IMPORTS, client.stranger, file=name).json()["data"] == []
    assert get(client, IMPORTS, ordering="colour").status_code == 422
    dates = {"from": "2026-08-20T12:00:00Z", "to": "2026-08-20T12:05:00Z"}
    assert len(get(client, IMPORTS, file=name, **dates).json()["data"]) == 1
    assert get(client, IMPORTS, file=name, to="2026-08-20T12:00:00Z").json()["data"] == []
    table = client.get(IMPORTS, headers=client.salads.headers() | {"Accept": "text/csv"}, params={"file": name})
    assert len(table.text.splitlines()) == 2 and made["import_id"] in table.text
    sent = get(client, "/compliance/api/v1/documents", sha256=made["sha256"]).json()["data"]
    assert [(each["kind"], each["created"], each["quarantined"]) for each in sent] == [("xlsx", 1, 0)]


def test_nobody_else_knows_of_an_import(client, shipment):
    content = files.shipments([shipment()])
    import_id = send(client, content).json()["import_id"]
    for path in ("", "/rows", "/original", "/annotated"):
        foreign = get(client, f"{IMPORTS}/{import_id}{path}", client.stranger)
        unknown = get(client, f"{IMPORTS}/{new_id()}{path}", client.stranger)
        told = [{k: v for k, v in answer.json().items() if k not in ("timestamp", "request_id")}
                for answer in (foreign, unknown)]
        assert (foreign.status_code, told[0]) == (404, told[1])
        assert get(client, f"{IMPORTS}/{import_id}{path}", role="readonly").status_code == 200
    theirs = send(client, content, firm=client.stranger).json()
    assert theirs["import_id"] != import_id and theirs["records"]["created"] == 1
