"""Files of brands, products, lots, serials and locations: every row or none, and a dry run that tells."""

import io

import openpyxl
import pytest

from engine.limits import Limits
from tests.catalogued import BRANDS, LOCATIONS, LOTS, PRODUCTS, SERIALS, door, shop

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {
    BRANDS: "name,website\nPrairie Fork,https://a.example\nRidge Line,\n",
    PRODUCTS: "GTIN;Product Name;FTL category;metadata.erp\n19521003000319;Blend;not_ftl;7\n614141000036;Cos;;\n",
    LOTS: "gtin\tlot_number\texpiry_date\tquantity\n19521003000319\tA1\t2026-08-25\t40.5\n19521003000319\tA2\t\t\n",
    LOCATIONS: "name,street_address,city,state_region,location_types\nPlant,1 Mill Rd,Salinas,CA,packer; cooler\n"
               "DC,2 Mill Rd,Salinas,CA,warehouse\n",
}


@pytest.fixture(scope="module")
def client(settings):
    with door(settings) as client:
        yield client


@pytest.fixture
def ours(client):
    return shop(client)


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def errors(answer):
    return [(e["row"], e["field"], e["type"]) for e in answer.json()["errors"]]


def places(answer):
    return [fault["loc"] for fault in answer.json()["details"]]


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_tried_and_then_taken_whole(ours, path):
    if path == LOTS:
        ours.made(PRODUCTS, gtin="19521003000319", product_name="Blend")
    tried = ours.file(path, FILES[path], dry_run=True)
    nothing = {"dry_run": True, "rows": 2, "created": 0, "ids": [], "errors": []}
    assert (tried.status_code, tried.json()) == (200, nothing)
    assert ours.data(path) == []
    taken = ours.file(path, FILES[path])
    assert (taken.status_code, taken.json()["created"]) == (201, 2)
    assert [thing["id"] for thing in ours.data(path, ordering="created")] in (
        taken.json()["ids"], taken.json()["ids"][::-1])
    again = ours.file(path, FILES[path], dry_run=True)
    assert [row for row, _, _ in errors(again)] == [2, 3]
    assert ours.file(path, FILES[path]).status_code == 422


def test_values_arrive_as_if_sent_one_by_one(ours):
    ours.file(PRODUCTS, FILES[PRODUCTS])
    ours.file(LOTS, FILES[LOTS])
    ours.file(LOCATIONS, FILES[LOCATIONS].replace("Mill Rd", "Oak St"))
    blend, = ours.data(PRODUCTS, gtin="19521003000319")
    assert (blend["ftl_category"], blend["metadata"]) == ("not_ftl", {"erp": "7"})
    lot, = ours.data(LOTS, lot_number="A1")
    assert (lot["expiry_date"], lot["quantity"]) == ("2026-08-25", 40.5)
    assert ours.data(LOCATIONS, location_type="COOLER")[0]["location_types"] == ["packer", "cooler"]


def test_serials_are_imported(ours):
    ours.file(PRODUCTS, FILES[PRODUCTS])
    lot = ours.made(LOTS, gtin="19521003000319", lot_number="A1")["id"]
    taken = ours.file(SERIALS, f"lot_id,serial\n{lot},S1\n{lot},S2\n")
    assert [ours.get(f"{SERIALS}/{i}").json()["serial"] for i in taken.json()["ids"]] == ["S1", "S2"]


def test_one_bad_row_keeps_out_all_and_every_fault_is_told(ours):
    raw = ("gtin,product_name,ftl_from\n19521003000319,Good,\n123,Bad,\n614141000036,,2026-02-30\n"
           "19521003000319,Twice,\n")
    tried = ours.file(PRODUCTS, raw, dry_run=True)
    assert errors(tried) == [(3, "gtin", "gtin"), (4, "ftl_from", "date_from_datetime_parsing"),
                             (4, "product_name", "missing")]
    refused = ours.file(PRODUCTS, raw)
    assert refused.status_code == 422 and ["body", "rows", 3, "gtin"] in places(refused)
    assert ours.data(PRODUCTS) == []


def test_a_row_that_repeats_another_is_told(ours):
    raw = "gtin,product_name\n19521003000319,A\n19521003000319,B\n"
    assert errors(ours.file(PRODUCTS, raw, dry_run=True)) == [(3, "gtin", "conflict")]


@pytest.mark.parametrize(("raw", "field"), [
    ("name,colour\nA,green\n", "colour"), ("name,name\nA,B\n", "name"), ("name\nA,B\n", "column 2"),
])
def test_columns_must_be_fields_once(ours, raw, field):
    assert field in {field for _, field, _ in errors(ours.file(BRANDS, raw, dry_run=True))}
    assert ours.file(BRANDS, raw).status_code == 422


def test_a_workbook_is_read_as_its_cells_show(ours):
    raw = workbook(["gtin", "product_name", "ftl_from", "net_content"],
                   [614141000036, "Cos", "2026-01-02", 12], [None, None, None, None],
                   ["19521003000319", "Blend", None, "12 x 10 oz"])
    assert ours.file(PRODUCTS, raw, media_type=XLSX).json()["rows"] == 2
    cos, = ours.data(PRODUCTS, gtin="614141000036")
    assert (cos["gtin"], cos["ftl_from"], cos["net_content"]) == ("00614141000036", "2026-01-02", "12")


def test_a_file_may_come_in_a_form(ours):
    answer = ours.call("POST", f"{BRANDS}/import", files={"file": ("b.csv", FILES[BRANDS].encode(), "text/csv")})
    assert (answer.status_code, answer.json()["created"]) == (201, 2)
    assert ours.call("POST", f"{BRANDS}/import", data={"file": "no file"}, files={"x": b"y"}).status_code == 400


@pytest.mark.parametrize(("raw", "media_type", "status"), [
    (b"", "text/csv", 422), (b"name\n", "text/csv", 422), (b"\n\n", "text/csv", 422),
    (b"PK\x03\x04junk", XLSX, 422), (b"%PDF-1.7", "text/csv", 415), (b"{}", "application/json", 415),
    (b"x", "", 415), (b"\x00\x01\x02", "text/csv", 415),
    (b"--x\r\n", "multipart/form-data; boundary=x", 400), (b"x", "multipart/form-data", 400),
    (b'name\n"open', "text/csv", 201),
])
def test_no_file_makes_a_fault_of_ours(ours, raw, media_type, status):
    assert ours.file(BRANDS, raw, media_type=media_type).status_code == status


def test_a_file_has_at_most_so_many_rows(ours):
    most = Limits().catalogue_rows
    raw = "name\n" + "".join(f"B{n}\n" for n in range(most))
    assert ours.file(BRANDS, raw + "one more\n").status_code == 413
    assert ours.file(BRANDS, raw, dry_run=True).json()["rows"] == most
