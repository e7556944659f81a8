import pytest
from export_samples import ABOUT, exported, record, whole_example
from openpyxl import load_workbook

from engine.exports.kde_single import write_kde_single

CAPTIONS = [
    "CTE Type", "Event Id", "Traceability Lot Code", "Event Date (mm/dd/yyyy)", "From", "To", "Quantity",
    "Unit of Measure", "Product Description", "Input Traceability Lot Code", "Input Quantity",
    "Input Unit of Measure", "Traceability Lot Code Source", "Traceability Lot Code Source Reference",
    "Reference Documents", "Recorded by", "Record Id", "Ring", "Source Document SHA-256",
]  # fmt: skip


@pytest.fixture
def written(tmp_path):
    def write(records):
        result = write_kde_single(tmp_path / "kde.xlsx", records, ABOUT)
        return result, load_workbook(tmp_path / "kde.xlsx")

    return write


def rows(book):
    return [dict(zip(CAPTIONS, row, strict=True)) for row in book["KDE"].iter_rows(min_row=2, values_only=True)]


def test_all_events_stand_on_one_sheet(written):
    result, book = written(whole_example())
    assert book.sheetnames == ["KDE", "About this file"]
    assert [cell.value for cell in book["KDE"][1]] == CAPTIONS
    assert result.records == 41
    assert result.rows == {"KDE": 43}  # EV13 has three inputs
    assert all(value not in (None, "") for row in rows(book) for value in row.values())


def test_a_shipment_reads_from_sender_to_recipient(written):
    _, book = written(exported(record("EV16")))
    (row,) = rows(book)
    assert (row["CTE Type"], row["Event Id"], row["Quantity"], row["Unit of Measure"]) == (
        "shipping",
        "EV16",
        24,
        "case",
    )
    assert row["Event Date (mm/dd/yyyy)"].date().isoformat() == "2026-08-14"
    assert row["From"] == (
        "Heartland Fresh Markets - DC 3, 9000 Front Street, Kansas City, MO, 64120, US, +1 816 555 0177"
    )
    assert row["To"].startswith("Heartland Fresh Markets - Store 12, 1201 Gage Boulevard")
    assert row["Reference Documents"] == "Transfer Order TO 990121"


def test_a_transformation_has_a_row_for_each_input(written):
    _, book = written(exported(record("EV13"), record("EV36")))
    inputs = [(r["Input Traceability Lot Code"], r["Input Quantity"], r["Quantity"]) for r in rows(book)]
    none = "n/a (Ingredients not on FTL)"
    assert inputs == [
        ("(01)19521002000112(10)AV26219A", 200, 960),
        ("(01)19521005000218(10)ML219-F4", 120, 960),
        ("PFS-RX-20260810-01", 6, 960),
        (none, none, 150),
    ]


def test_a_harvest_has_no_lot_code_yet(written):
    _, book = written(exported(record("EV01")))
    (row,) = rows(book)
    assert row["Traceability Lot Code"] == "n/a"
    assert row["Product Description"] == "Leafy greens (fresh), Romaine"


def test_no_records_is_an_answer(written):
    result, book = written([])
    assert (result.records, result.rows) == (0, {"KDE": 0})
    assert book["KDE"]["A2"].value == "No records"
