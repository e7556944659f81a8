"""The sender's file comes back with comments, its own content untouched."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from engine.errors import LotgraphError
from engine.limits import Limits
from engine.sheets import CellNote, annotate
from tests.untidy import LIMITS, ROW, SHIPPING, csv_text, repacked, shipping

LATE = CellNote("Shipping", 2, "I", "The date lies in the future.", "warning")
LOT = CellNote("Shipping", 2, "A", "The lot code is missing. Ask for it.", "error")


def annotated(raw: bytes, *notes: CellNote, limits: Limits = LIMITS, filename: str | None = None) -> Workbook:
    return load_workbook(io.BytesIO(annotate(raw, notes, limits, filename)))


def comments(sheet: Worksheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}


def test_comments_stand_in_the_cells_they_speak_of():
    book = annotated(shipping(ROW), LATE, LOT)
    assert comments(book["Shipping"]) == {
        "I2": "Warning: The date lies in the future.",
        "A2": "Error: The lot code is missing. Ask for it.",
    }


def test_values_formulas_formats_and_widths_stay():
    def dress(sheet: Worksheet) -> None:
        sheet["B2"] = "=12*2"
        sheet["C2"].number_format = "00000"
        sheet["D2"].style = "Good"
        sheet.column_dimensions["D"].width = 44
        sheet.row_dimensions[2].hidden = True
        sheet.parent.create_sheet("My notes")["A1"] = "keep me"

    book = annotated(shipping(ROW, touch=dress), LATE)
    sheet = book["Shipping"]
    assert sheet["B2"].value == "=12*2"
    assert (sheet["C2"].number_format, sheet["D2"].style, sheet.column_dimensions["D"].width) == ("00000", "Good", 44)
    assert sheet.row_dimensions[2].hidden
    assert book["My notes"]["A1"].value == "keep me"
    assert [c.value for c in sheet[1]] == list(SHIPPING)


def test_several_notes_share_a_cell_and_the_worst_colours_it():
    book = annotated(
        shipping(ROW), CellNote("Shipping", 2, "A", "one", "info"), CellNote("Shipping", 2, "A", "two", "error")
    )
    assert comments(book["Shipping"]) == {"A2": "Info: one\n\nError: two"}
    assert book["Shipping"]["A2"].fill.fgColor.rgb.endswith("F8CBAD")


def test_a_comment_that_was_there_stays_above_ours():
    def remark(sheet: Worksheet) -> None:
        sheet["A2"].comment = Comment("check with Ana", "QA")

    assert comments(annotated(shipping(ROW, touch=remark), LOT)["Shipping"])["A2"].startswith(
        "check with Ana\n\nError: "
    )


def test_a_note_in_a_merged_cell_goes_to_its_first_one():
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")

    book = annotated(shipping(ROW, ROW, touch=merge), CellNote("Shipping", 3, "A", "merged", "info"))
    assert comments(book["Shipping"]) == {"A2": "Info: merged"}


def test_a_note_on_a_row_stands_in_its_first_cell():
    assert list(comments(annotated(shipping(ROW), CellNote("Shipping", 2, None, "skipped", "info"))["Shipping"])) == [
        "A2"
    ]


def test_all_notes_are_listed_on_a_sheet_of_their_own_that_runs_nothing():
    book = annotated(shipping(ROW), LOT, CellNote("Gone", 9, "B", "=cmd|' /c calc'!A0", "error"))
    rows = list(book["Findings"].iter_rows(values_only=True))
    assert rows[1] == ("Shipping", 2, "A", "error", "The lot code is missing. Ask for it.")
    assert book["Findings"]["E3"].data_type == "s"


def test_a_csv_becomes_a_workbook_of_text_cells():
    text = csv_text(SHIPPING, [], ("007", "=1+1", *ROW[2:]))
    book = annotated(text.encode(), CellNote("orders", 3, "A", "odd", "warning"), filename="orders.csv")
    assert book.sheetnames == ["orders", "Findings"]
    sheet = book["orders"]
    assert (sheet["A3"].value, sheet["B3"].value, sheet["B3"].data_type) == ("007", "=1+1", "s")
    assert comments(sheet) == {"A3": "Warning: odd"}


def test_of_a_file_too_large_only_rows_with_notes_come_back_with_their_numbers():
    book = annotated(
        shipping(ROW, ROW, ROW), CellNote("Shipping", 3, "B", "much", "warning"), limits=Limits(annotated_bytes=10)
    )
    rows = list(book["Shipping"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Row of your file", 3]
    assert comments(book["Shipping"]) == {"C2": "Warning: much"}


def test_notes_beyond_the_limit_are_left_out():
    notes = [CellNote("Shipping", 2, "A", str(n), "info") for n in range(50)]
    book = annotated(shipping(ROW), *notes, limits=Limits(annotated_notes=10))
    assert book["Findings"].max_row == 11


def test_comments_and_texts_a_spreadsheet_cannot_hold_are_made_to_fit():
    book = annotated(shipping(ROW), CellNote("Shipping", 2, "A", "x\x00y" + "z" * 5_000, "info"))
    assert len(comments(book["Shipping"])["A2"]) <= 2_000


def test_a_sheet_named_findings_is_not_overwritten():
    def rename(sheet: Worksheet) -> None:
        sheet.parent.create_sheet("Findings")["A1"] = "mine"

    book = annotated(shipping(ROW, touch=rename), LOT)
    assert book["Findings"]["A1"].value == "mine"
    assert len(book.sheetnames) == 3


def test_a_workbook_openpyxl_cannot_load_comes_back_as_a_copy():
    broken = repacked(shipping(ROW), lambda name, data: b"<broken" if name == "docProps/core.xml" else data)
    sheet = annotated(broken, LOT)["Shipping"]
    assert (sheet["A2"].value, sheet["B2"].value) == (2, "PF223-2")
    assert list(comments(sheet)) == ["B2"]


@pytest.mark.parametrize("raw", [b"", b"%PDF", b"PK\x03\x04"])
def test_what_cannot_be_read_cannot_be_annotated(raw):
    with pytest.raises(LotgraphError):
        annotate(raw, [LOT], LIMITS)
