"""Cells as Excel stores them: dates of both calendars, formats, formulas, errors, merged and hidden ones."""

from datetime import date, datetime, time

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from engine.sheets.grid import Area, letters, position, shown
from engine.sheets.styles import _meaning, moment
from engine.sheets.workbook import open_workbook
from tests.untidy import (
    LIMITS,
    ROW,
    SHIPPING,
    as_excel_saves,
    events,
    groups,
    opened,
    repacked,
    rules,
    sheet_xml,
    shipping,
    with_sheet_xml,
    workbook,
)


def lines(raw: bytes) -> list[list]:
    (sheet,) = open_workbook(raw, LIMITS).sheets
    return [line.values for line in sheet.lines()]


def test_values_keep_their_types():
    raw = workbook({"S": [["text", 7, 2.5, True, date(2026, 8, 14), datetime(2026, 8, 14, 15, 30), None, " x "]]})
    assert lines(raw) == [["text", 7, 2.5, True, date(2026, 8, 14), datetime(2026, 8, 14, 15, 30), None, " x "]]


def test_shared_strings_read_as_inline_ones_do():
    raw = shipping(ROW, (*ROW[:-1], "BOL <&> \u00e9 \U0001f96c"))
    assert lines(as_excel_saves(raw)) == lines(raw)
    assert events(as_excel_saves(raw)) == events(raw)


def test_rich_text_is_joined_and_its_reading_aid_left_out():
    cell = "<is><r><t>PF</t></r><r><rPr><b/></rPr><t>223</t></r><rPh sb='0' eb='1'><t>nope</t></rPh></is>"
    assert lines(with_sheet_xml(sheet_xml(f"<row r='1'><c r='A1' t='inlineStr'>{cell}</c></row>"))) == [["PF223"]]


def test_excels_escapes_of_characters_are_undone():
    raw = with_sheet_xml(sheet_xml("<row r='1'><c r='A1' t='str'><v>a_x000D_b _x005F_x</v></c></row>"))
    assert lines(raw) == [["a\rb _x"]]


def test_cells_without_references_follow_one_another():
    xml = "<row><c><v>1</v></c><c r='D1'><v>4</v></c><c><v>5</v></c></row><row><c t='b'><v>1</v></c></row>"
    assert lines(with_sheet_xml(sheet_xml(xml))) == [[1, None, None, 4, 5], [True]]


def test_a_workbook_with_a_namespace_prefix_reads_the_same():
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = (
        f'<x:worksheet xmlns:x="{space}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>3</x:v></x:c></x:row>'
        "</x:sheetData><x:mergeCells><x:mergeCell ref='A1:A4'/></x:mergeCells></x:worksheet>"
    )
    (sheet,) = open_workbook(with_sheet_xml(xml.encode()), LIMITS).sheets
    assert [line.values for line in sheet.lines()] == [[3]]
    assert sheet.merged == (Area(1, 0, 4, 0),)


@pytest.mark.parametrize(("code", "meaning"), [
    ("General", "number"), ("0", "number"), ("0.00", "number"), ("#,##0", "number"), ("00000", 5),
    ("00000000000000", 14),
    ("mm/dd/yyyy", "date"), ("d-mmm-yy", "date"), ('yyyy"-"mm', "date"), ("[$-409]mmmm d, yyyy;@", "date"),
    ("h:mm:ss", "time"), ("[h]:mm", "time"), ("m/d/yy h:mm", "date"), ("@", "number"), ('"day "#0', "number"),
    ("[Red]0.0", "number"), ("mm:ss", "time"), ("0_);(0)", "number"), ('"$"0', "number"), ("#,##0 \"cs\"", "number"),
])  # fmt: skip
def test_number_formats_tell_dates_and_leading_zeros(code, meaning):
    assert _meaning(code) == meaning


@pytest.mark.parametrize(("code", "number", "text"), [
    ('"LOT-"0000', 421, "LOT-0421"), ("L\\-0", 421, None), ('"L"0', 421, "L421"), ("000-000", 12345, "012-345"),
    ("00\\-00", 312, "03-12"), ("00-00", 12345, "123-45"), ("00000-0000", 27401234, "02740-1234"),
    ("(000) 000-0000", 7855550188, "(785) 555-0188"), ('0" cs"', 24, "24 cs"),
])
def test_text_a_number_format_shows_between_digits_is_part_of_a_code(code, number, text):
    def formatted(sheet: Worksheet) -> None:
        sheet["A1"] = number
        sheet["A1"].number_format = code

    (sheet,) = open_workbook(workbook({"Any": []}, formatted), LIMITS).sheets
    assert [line.values for line in sheet.lines()] == [[text or number]]


@pytest.mark.parametrize(("serial", "from_1904", "found"), [
    (46248, False, date(2026, 8, 14)), (44786, True, date(2026, 8, 14)), (46248.5, False, datetime(2026, 8, 14, 12)),
    (1, False, date(1900, 1, 1)), (61, False, date(1900, 3, 1)), (0, True, date(1904, 1, 1)), (-1, False, None),
    (2_958_466, False, None), (46248.999999, False, date(2026, 8, 15)),
])  # fmt: skip
def test_serial_numbers_are_days_of_their_calendar(serial, from_1904, found):
    assert moment(serial, from_1904) == found


def test_a_zip_code_keeps_the_zero_its_format_shows():
    def formatted(sheet: Worksheet) -> None:
        sheet["C2"] = 2740
        sheet["C2"].number_format = "00000"

    heads = ("TLC", "Ship Date", "Ship To Zip", "Ship To City")
    (event,) = events(shipping(("A1", date(2026, 8, 14), None, "New Bedford"), heads=heads, touch=formatted))
    assert event["ship_to_location"]["postal_code"] == "02740"


def test_the_calendar_of_1904_is_applied_and_said():
    raw = workbook({"Shipping": [("TLC", "Quantity", "Ship Date"), ("A1", 2, date(2026, 8, 14))]}, from_1904=True)
    assert events(raw)[0]["ship_date"] == "2026-08-14"
    assert "V-SHT-15" in {note.rule for note in opened(raw).sheets[0].notes}


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_serial_number_without_a_date_format_is_the_day_it_stands_for(from_1904):
    serial = 44_786 if from_1904 else 46_248
    raw = workbook({"Shipping": [("TLC", "Quantity", "Ship Date"), ("A1", 2, serial)]}, from_1904=from_1904)
    assert events(raw)[0]["ship_date"] == "2026-08-14"
    assert rules(raw) == {"V-SHT-10"}


def test_a_number_that_is_no_day_of_this_century_stays_for_the_judge():
    raw = shipping(("A1", 7, 20_260_814), ("A2", 7, 12), heads=("TLC", "Quantity", "Ship Date"))
    assert [e["ship_date"] for e in events(raw)] == ["20260814", "12"]


def test_a_time_of_day_is_no_date():
    assert (
        events(shipping(("A1", 7, time(12, 30)), heads=("TLC", "Quantity", "Ship Date")))[0]["ship_date"]
        != "1899-12-30"
    )


def test_formulas_are_read_by_their_stored_result_and_said_once_a_column():
    formula = "<c r='A{0}' t='str'><f>B{0}&amp;C{0}</f><v>LOT{0}</v></c>"
    cell = formula + "<c r='B{0}'><v>5</v></c><c r='C{0}' t='str'><v>2026-08-14</v></c>"
    captions = zip("ABC", ("TLC", "Quantity", "Ship Date"), strict=True)
    head = "".join(f"<c r='{c}1' t='str'><v>{t}</v></c>" for c, t in captions)
    rows = "".join(f"<row r='{n}'>{cell.format(n)}</row>" for n in (2, 3))
    raw = repacked(with_sheet_xml(sheet_xml(f"<row r='1'>{head}</row>{rows}")), lambda name, data: data)
    assert [e["tlc"] for e in events(raw)] == ["LOT2", "LOT3"]
    assert [n.rule for g in groups(raw) for n in g.notes] == ["V-SHT-02"]


def test_a_formula_that_was_never_computed_counts_as_blank_and_is_said():
    (group,) = groups(shipping(("=B2", 5, "2026-08-14"), heads=("TLC", "Quantity", "Ship Date")))
    assert "tlc" not in group.event
    assert [(n.rule, n.severity, n.column) for n in group.notes] == [("V-SHT-02", "warning", "A")]


def test_error_values_count_as_blank_and_are_named():
    def broken(sheet: Worksheet) -> None:
        sheet["B2"] = "#N/A"
        sheet["B2"].data_type = "e"

    (group,) = groups(shipping(ROW, touch=broken))
    assert "quantity" not in group.event
    assert [(n.rule, n.value) for n in group.notes] == [("V-SHT-07", "#N/A")]


def test_hidden_rows_are_read_and_said():
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True

    first, second = groups(shipping(ROW, ROW, touch=hide))
    assert (first.notes, [n.rule for n in second.notes]) == ((), ["V-SHT-03"])
    assert second.event == first.event


def test_cells_merged_downwards_are_filled_for_words_and_never_for_numbers():
    def merge(sheet: Worksheet) -> None:
        for area in ("A2:A3", "B2:B3", "I2:I3"):
            sheet.merge_cells(area)

    first, second = groups(shipping(ROW, (None, None, *ROW[2:8], None, ROW[9]), touch=merge))
    assert (second.event["tlc"], second.event["ship_date"]) == (first.event["tlc"], first.event["ship_date"])
    assert "quantity" not in second.event
    assert sorted((n.column, n.rule, n.severity) for n in second.notes) == [
        ("A", "V-SHT-04", "info"),
        ("B", "V-SHT-04", "warning"),
        ("I", "V-SHT-04", "info"),
    ]


def test_every_cell_comes_with_its_place_caption_and_field():
    (group,) = groups(shipping((*ROW, "blue"), heads=(*SHIPPING, "Colour"), above=[["Title"]]))
    assert group.rows == (3,)
    assert group.cells[1] == (3, "B", "Quantity", "quantity", "24")
    assert group.cells[-1] == (3, "K", "Colour", None, "blue")
    assert group.cell_of("ship_date") == (3, "I")
    assert group.cell_of("ship_to_location.phone") == (3, "E")
    assert group.cell_of("tlc_source") is None


def test_columns_are_named_as_spreadsheets_name_them():
    assert [letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(position(letters(n)) == n for n in range(0, 16_384, 7))
    assert [position(name) for name in ("", "XFE", "A1", "\u00e9", "AAAA")] == [-1] * 5


def test_values_are_shown_as_people_read_them():
    values = [None, 24.0, 2.5, True, date(2026, 8, 14), datetime(2026, 8, 14), datetime(2026, 8, 14, 15, 30)]
    assert [shown(v) for v in values] == ["", "24", "2.5", "TRUE", "2026-08-14", "2026-08-14", "2026-08-14 15:30:00"]
