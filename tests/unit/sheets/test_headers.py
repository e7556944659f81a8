"""The header is found by its captions: under titles, over two rows, in any column order."""

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.untidy import ROW, SHIPPING, csv_text, events, fda_row, opened, shipping, skipped, workbook


def test_title_rows_stand_above_the_header():
    above = [["Heartland Fresh Markets"], [None, "Shipments of August 2026"], [], ["Prepared by", "QA"]]
    raw = shipping(ROW, above=above)
    (seen,) = opened(raw).sheets
    assert (seen.recognised_as, seen.header_row) == ("shipping", 5)
    assert events(raw)[0]["tlc"] == "PF223-2"


def test_column_order_says_nothing():
    order = [9, 3, 0, 8, 7, 5, 1, 2, 6, 4]
    shuffled = shipping([ROW[i] for i in order], heads=[SHIPPING[i] for i in order])
    assert events(shuffled) == events(shipping(ROW))


def test_nothing_is_read_by_position_alone():
    raw = shipping(ROW, heads=["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"])
    (seen,) = opened(raw).sheets
    assert seen.recognised_as is None
    assert "captions" in seen.reason
    assert events(raw) == []


def test_a_header_of_two_rows_joins_what_stands_over_what():
    heads = ["TLC", "Quantity", "Unit of Measure", "Ship To", None, "Ship From", None, "Ship Date"]
    below = [None, None, None, "Name", "City", "Name", "City", None]

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("D1:E1")
        sheet.merge_cells("F1:G1")

    raw = workbook(
        {"Shipping": [heads, below, ["A1", 2, "case", "Store", "Omaha", "DC", "Topeka", "2026-08-14"]]}, merge
    )
    (seen,) = opened(raw).sheets
    assert seen.header_row == 2
    assert events(raw)[0]["ship_to_location"] == {"business_name": "Store", "city": "Omaha"}
    assert events(raw)[0]["ship_from_location"] == {"business_name": "DC", "city": "Topeka"}


def test_without_merged_cells_an_upper_caption_reaches_to_the_next_one():
    text = csv_text(
        ["TLC", "Quantity", "Ship To", "", "Ship From", "", "Ship Date"],
        ["", "", "Name", "City", "Name", "City", ""],
        ["A1", 2, "Store", "Omaha", "DC", "Topeka", "2026-08-14"],
    )
    (event,) = events(text, "shipping.csv")
    assert event["ship_to_location"] == {"business_name": "Store", "city": "Omaha"}
    assert event["ship_date"] == "2026-08-14"


def test_columns_without_a_caption_and_extra_columns_are_named_and_left_out():
    raw = shipping((*ROW, "blue", "hot"), heads=(*SHIPPING, "Truck colour", "Mood"))
    (seen,) = opened(raw).sheets
    assert seen.unmatched_columns == ("Truck colour", "Mood")
    assert {c.column: c.how for c in seen.columns if c.field is None} == {"K": "unknown", "L": "unknown"}
    assert [n.column for n in seen.notes if n.rule == "V-SHT-09"] == ["K", "L"]


def test_missing_columns_are_named_by_field():
    (seen,) = opened(shipping(ROW)).sheets
    assert "tlc_source.business_name" in seen.missing_fields
    assert "ship_date" not in seen.missing_fields


def test_the_type_follows_from_the_captions_where_the_sheet_has_any_name():
    captions, row = fda_row("receiving", tlc="A1", received_date="2026-08-14")
    (seen,) = opened(workbook({"Sheet1": [captions, row]})).sheets
    assert seen.recognised_as == "receiving"


def test_a_receipt_is_one_from_an_exempt_source_only_where_something_says_so():
    rows = [["TLC", "Quantity", "Received Date", "Supplier"], ["A", 1, "2026-08-14", "Packer"]]
    assert opened(workbook({"Data": rows})).sheets[0].recognised_as == "receiving"
    assert opened(workbook({"Receiving From Exempt": rows})).sheets[0].recognised_as == "receiving_exempt_source"


def test_captions_that_fit_two_types_are_asked_about():
    (seen,) = opened(
        workbook({"Data": [["TLC", "Quantity", "Unit of Measure", "Product Name"], ["A", 1, "case", "x"]]})
    ).sheets
    assert seen.recognised_as is None
    assert "cte_type" in seen.reason


def test_a_column_of_types_lets_every_row_be_of_its_own():
    text = csv_text(
        ["cte_type", "tlc", "quantity", "ship_date", "received_date"],
        ["shipping", "A1", 2, "2026-08-14", ""],
        ["Receiving", "A1", 2, "", "2026-08-15"],
    )
    (seen,) = opened(text).sheets
    assert seen.recognised_as == "mixed"
    assert [e["cte_type"] for e in events(text)] == ["shipping", "receiving"]
    assert events(text)[1]["received_date"] == "2026-08-15"


def test_a_row_of_no_known_type_is_left_to_quarantine():
    text = csv_text(["cte_type", "tlc", "quantity"], ["selling", "A1", 2], ["shipping", "B1", 3])
    assert [e.get("cte_type") for e in events(text)] == ["selling", "shipping"]


def test_fdas_sheets_of_instructions_and_our_own_are_not_read():
    raw = workbook({"Introduction": [["Shipping", "Receiving"]], "Gaps": [["Priority", "Sheet"]], "Empty": []})
    assert [s.recognised_as for s in opened(raw).sheets] == [None, None, None]
    assert all(s.reason for s in opened(raw).sheets)


def test_a_hidden_sheet_is_read_and_said_so():
    def hide(sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden"
        sheet.parent.create_sheet("Notes")

    (seen, _) = opened(shipping(ROW, touch=hide)).sheets
    assert seen.hidden
    assert "V-SHT-15" in {n.rule for n in seen.notes}


def test_the_blank_template_holds_no_records():
    sheets = {kind.title(): [fda_row(kind)[0], ["Enter your KDEs Here"] * 30] for kind in ("shipping", "receiving")}
    raw = workbook(sheets)
    assert events(raw) == []
    assert set(skipped(raw).values()) == {"It is the placeholder row of FDA's blank template."}


def test_a_used_range_hundreds_of_columns_wide_is_no_matter():
    def widen(sheet: Worksheet) -> None:
        sheet.cell(1, 582).number_format = "@"
        sheet.cell(2, 582).number_format = "@"

    assert events(shipping(ROW, touch=widen)) == events(shipping(ROW))


@pytest.mark.parametrize("again", [SHIPPING, [h.upper() for h in SHIPPING]])
def test_repeated_headers_are_skipped(again):
    raw = shipping(ROW, again, ROW)
    assert len(events(raw)) == 2
    assert skipped(raw) == {3: "It repeats the captions."}


def test_two_columns_for_one_field_are_said_and_the_first_that_says_something_counts():
    raw = shipping(("A1", "n/a", "A2", 1), ("B1", 5, "B2", 1), heads=("TLC", "Quantity", "Lot Code", "Qty"))
    (seen,) = opened(raw).sheets
    assert [n.rule for n in seen.notes] == ["V-SHT-08", "V-SHT-08"]
    assert [(e["tlc"], e["quantity"]) for e in events(raw)] == [("A1", 1), ("B1", 5)]


def test_a_lot_number_is_the_code_where_there_is_no_gtin_beside_it():
    heads = ("Lot #", "Quantity", "Ship Date")
    assert events(shipping(("L7", 1, "2026-08-14"), heads=heads))[0]["tlc"] == "L7"
    with_gtin = events(shipping(("L7", 1, "2026-08-14", "19521003000319"), heads=(*heads, "GTIN")))[0]
    assert (with_gtin["lot"], with_gtin["gtin"], "tlc" in with_gtin) == ("L7", "19521003000319", False)


def test_a_sheet_may_hold_several_tables():
    text = csv_text(["TLC", "Quantity", "Ship Date", "Ship From Name"], ["A1", 5, "2026-08-14", "DC"], [],
                    ["Receipts"], ["TLC", "Quantity", "Received Date", "Receiving Location Name", "Supplier"],
                    ["B1", 6, "2026-08-15", "DC", "Packer"])
    first, second = events(text, "data.csv")
    assert (first["cte_type"], first["ship_date"]) == ("shipping", "2026-08-14")
    assert (second["cte_type"], second["received_date"]) == ("receiving", "2026-08-15")
    assert skipped(text, "data.csv")[5] == "It is the header of a further table."
