import csv
import io
from zipfile import ZipFile

from export_samples import ABOUT, exported, record, whole_example

from engine.exports.csv_package import csv_text, write_csv_package


def read(path, name):
    with ZipFile(path) as package:
        text = package.read(name).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_each_sheet_with_rows_is_one_file(tmp_path):
    written = write_csv_package(tmp_path / "fda.zip", whole_example(), ABOUT)
    with ZipFile(tmp_path / "fda.zip") as package:
        assert set(package.namelist()) == {
            "Harvesting.csv", "Cooling.csv", "Initial Packing.csv", "Initial Packing Sprouts.csv",
            "First Land-Based Receiving.csv", "Shipping.csv", "Receiving.csv", "Receiving From Exempt.csv",
            "Transformation.csv", "Locations.csv", "About this file.csv", "Code list.csv",
        }  # fmt: skip
    assert len(read(tmp_path / "fda.zip", "Shipping.csv")) == written.rows["Shipping"] + 1 == 14


def test_values_read_as_in_the_workbook(tmp_path):
    write_csv_package(tmp_path / "fda.zip", exported(record("EV16")), ABOUT)
    header, row = read(tmp_path / "fda.zip", "Shipping.csv")
    assert header[:3] == ["Traceability Lot Code", "Quantity", "Unit of Measure"]
    assert row[:3] == ["(01)19521003000319(10)PF223-2", "24", "case"]
    assert (row[10], row[23]) == ("+1 785 555 0188", "08/14/2026")


def test_formulas_are_disarmed_and_phone_numbers_left_alone():
    assert csv_text("=1+1") == "'=1+1"
    assert csv_text("@SUM(A1)") == "'@SUM(A1)"
    assert csv_text("+cmd|' /C calc'!A0") == "'+cmd|' /C calc'!A0"
    assert csv_text("+1 (831) 555-0133") == "+1 (831) 555-0133"
    assert csv_text(-2) == "-2"


def test_same_contents_same_bytes(tmp_path):
    for name in ("one.zip", "two.zip"):
        write_csv_package(tmp_path / name, whole_example(), ABOUT)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
