"""What an import is told by: its size, its places, its numbers."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from engine.imports.job import Import, Status, Tally
from engine.imports.size import rows_about
from tests import files

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)


def an_import(**given) -> Import:
    return Import(**{"id": "i", "organization": 1, "organization_id": "o", "sha256": "ab", "filename": "x.csv",
                     "kind": "csv", "size": 7, "status": Status.PENDING, "requested_at": NOW, "tally": Tally(),
                     "sheets": ({"sheet": "x"},)} | given)


def zipped(**texts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, text in texts.items():
            package.writestr(name, text)
    return held.getvalue()


@pytest.mark.parametrize(("raw", "rows"), [
    (b"", 0),
    (b"a,b\n1,2\n3,4\n", 3),
    (zipped(one=b"a\n1\n", two=b"a\n1\n2\n"), 5),
    (files.workbook(Shipping=[["a"]] * 70, Receiving=[["a"]] * 3), 73),
    (files.workbook(Shipping=[["a"] * 36] * 4_000), 4_000),
])
def test_rows_are_counted_without_reading_them(raw, rows):
    assert rows_about(raw) == rows


def test_a_csv_is_matched_by_row_whatever_its_name():
    assert an_import().spot("monday", 7) == an_import(filename="y.csv").spot("tuesday", 7)
    assert an_import().spot("x", 7) != an_import().spot("x", 8)
    assert an_import().spot("x", 7, "other") != an_import().spot("x", 7)


def test_sheets_of_a_workbook_are_matched_by_name():
    book = an_import(kind="xlsx")
    assert book.spot("Shipping", 7) != book.spot("Receiving", 7)


def test_a_dry_run_keeps_its_file_apart_from_documents():
    assert an_import().file_key == "documents/ab"
    assert an_import(dry_run=True, file="imports/o/i/file-1").file_key == "imports/o/i/file-1"


def test_an_import_comes_back_from_its_node_as_it_was():
    tally = Tally(5, 6, 4, 1, 1, 1, 3, 1, 9, {"shipping": 4}, ((0, 2, 1, 1, 0), (3, 1, 0, 0, 1)))
    made = an_import(tally=tally, mapping={"columns": {}}, corrects="c", rows_total=6, runs=2, date_format="mm/dd/yyyy")
    node = made.to_node() | {"status": "processing", "requested_at": 1_787_227_200_000}
    assert Import.of(node) == an_import(
        tally=tally, mapping={"columns": {}}, corrects="c", rows_total=6, runs=2, date_format="mm/dd/yyyy",
        status=Status.PROCESSING)


@pytest.mark.parametrize(("status", "ended"), [
    ("pending", False), ("processing", False), ("completed", True), ("failed", True), ("cancelled", True)])
def test_an_import_has_ended_or_goes_on(status, ended):
    assert an_import(status=Status(status)).ended is ended
