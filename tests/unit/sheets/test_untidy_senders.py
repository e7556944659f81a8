"""What real firms do to a sheet: nothing of it is guessed, and nothing of it gets lost on the way."""

import io
import zipfile

import pytest

from engine.errors import Impossible, UnsupportedMedia
from tests.untidy import ROW, SHIPPING, csv_text, events, groups, judged, opened, shipping, workbook


def line(**cells):
    """A shipment with some cells changed: c0 is the first."""
    made = list(ROW)
    for name, value in cells.items():
        made[int(name[1:])] = value
    return made


def csv_events(*lines):
    return events(csv_text(SHIPPING, *lines), "shipping.csv")


def noted(group):
    return [(note.rule, note.severity, note.column, note.field) for note in group.notes]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", " #n/a ", "Err:502"])
def test_an_error_value_in_a_csv_is_no_lot_code(error):
    group, = groups(csv_text(SHIPPING, line(c0=error)), "shipping.csv")
    assert "tlc" not in group.event
    assert noted(group) == [("V-SHT-07", "warning", "A", "tlc")]
    assert group.cells[0].raw == error


@pytest.mark.parametrize("code", ["#12", "Error 7", "E5021", "#NA"])
def test_a_code_that_only_looks_like_an_error_stays_one(code):
    group, = groups(shipping(line(c0=code)))
    assert (group.event["tlc"], group.notes) == (code, ())


def test_text_kept_from_becoming_a_number_reads_as_that_text():
    as_formula, quoted, typed = csv_events(
        line(c0='="00421"', c9='="000123"'), line(c0='"=""00421"""', c8='="2026-08-14"'),
        line(c0="'00421", c1="'24", c8="'2026-08-14"))
    assert [event["tlc"] for event in (as_formula, quoted, typed)] == ["00421"] * 3
    assert as_formula["reference_documents"][0]["document_number"] == "000123"
    assert (quoted["ship_date"], typed["ship_date"], typed["quantity"]) == ("2026-08-14", "2026-08-14", "24")


def test_an_apostrophe_that_belongs_to_a_name_stays():
    event, = csv_events(line(c3="'Ōlena greens"))
    assert event["product"]["product_name"] == "'Ōlena greens"


@pytest.mark.parametrize("lines", [
    [line(c3='"romaine'), line(c9=2), line(c9=3)],
    [line(c3='"romaine'), line(c3='"gem"', c9=2)],
    [line(c3='"romaine'), line(c9=2), line(c3='"gem"', c9=3), line(c9=4)],
    [line(c9='"BOL'), line(c3='"gem"', c9=2)],
])
def test_rows_swallowed_by_a_quotation_mark_are_not_lost_in_a_cell(lines):
    with pytest.raises(Impossible, match="From line 2 of the file on, a quotation mark without its partner"):
        csv_events(*lines)


@pytest.mark.parametrize("first", [
    line(c4='"Store 12\r\nDock 4, rear"'), line(c3='24" romaine'), line(c3='"24" romaine"', c4='"Store\n12"'),
    line(c9='"BOL\n1"'),
])
def test_cells_of_several_lines_are_fine(first):
    assert len(csv_events(first, line(c9=2))) == 2


@pytest.mark.parametrize("name", ["9521004000120", "GLN: 9521004000120", "(414) 9521004000120"])
def test_a_place_told_by_its_gln_is_no_business_of_that_name(name):
    assert events(shipping(line(c4=name)))[0]["ship_to_location"] == {"gln": "9521004000120", "city": "Topeka"}


@pytest.mark.parametrize("name", ["+1 785 555 0188", "(785) 555-0188"])
def test_a_place_told_by_its_phone_is_no_business_of_that_name(name):
    assert events(shipping(line(c4=name)))[0]["ship_to_location"] == {"phone": name, "city": "Topeka"}


@pytest.mark.parametrize("name", ["Store 12", "7855550188", "9521004000121", "Plant 123-456-7890", "Smith, Jones, GA"])
def test_a_name_of_digits_stays_one(name):
    assert events(shipping(line(c4=name)))[0]["ship_to_location"]["business_name"] == name


def whole(text):
    """The group of a shipment whose recipient is one cell."""
    heads = [head for head in SHIPPING if head != "Ship To City"]
    heads[4] = "Ship To"
    group, = groups(shipping([*ROW[:4], text, *ROW[6:]], heads=heads))
    return group


@pytest.mark.parametrize("text", [
    "Heartland\n1201 Gage Blvd\nTopeka, KS 66604", "Heartland; 1201 Gage Blvd; Topeka; KS; 66604",
    "Heartland, 1201 Gage Blvd, Topeka, KS 66604, USA", "Heartland, 1201 Gage Blvd, Topeka, KS, 66604",
])
def test_an_address_in_one_cell_is_divided(text):
    found = whole(text).event["ship_to_location"]
    assert (found["business_name"], found["street_address"]) == ("Heartland", "1201 Gage Blvd")
    assert (found["city"], found["state_region"], found["postal_code"]) == ("Topeka", "KS", "66604")


@pytest.mark.parametrize("text", [
    "Heartland 1201 Gage Blvd Topeka KS 66604", "Topeka, KS 66604",
    "Heartland, 1201 Gage Blvd, Topeka, KS 66604\nAttn: Joe",
])
def test_an_address_that_cannot_be_divided_is_no_name(text):
    group = whole(text)
    assert noted(group) == [("V-SHT-11", "error", "E", "ship_to_location.business_name")]
    assert "ship_to_location" not in group.event


def test_georgia_is_not_taken_for_gabon():
    assert whole("Heartland, Dock 4, 12 Elm St, Atlanta, GA").event["ship_to_location"] == {
        "business_name": "Heartland, Dock 4, 12 Elm St, Atlanta, GA"}


def test_a_unit_in_the_caption_is_the_unit_of_the_column():
    heads = ["Traceability Lot Code", "Quantity (lbs)", *SHIPPING[3:]]
    first, second = groups(shipping([ROW[0], 24, *ROW[3:]], ["B2", "1,200.5", *ROW[3:]], heads=heads))
    assert noted(first) == [("V-SHT-22", "info", "B", "quantity")] and second.notes == ()
    records = [judged(group.event).record for group in (first, second)]
    assert [(r.quantity, r.unit_of_measure) for r in records] == [(24, "pound"), (1200.5, "pound")]


def test_a_unit_that_the_caption_contradicts_is_asked_about():
    group, = groups(shipping(ROW, heads=[SHIPPING[0], "Quantity [lbs]", *SHIPPING[2:]]))
    assert [f.rule for f in judged(group.event).findings if f.severity == "error"] == ["V-GEN-06"]


@pytest.mark.parametrize("hint", ["if applicable", "units", "count", "to", "#", "see notes"])
def test_brackets_that_name_no_unit_say_nothing(hint):
    group, = groups(shipping(ROW, heads=[SHIPPING[0], f"Quantity ({hint})", *SHIPPING[2:]]))
    assert (group.event["quantity"], group.notes) == (24, ())


def test_a_row_of_group_names_over_captions_leaves_them_their_meaning():
    over = ["Lot", None, None, "Item details", "Ship To", None, "Ship From", None, "Shipped", "Reference"]
    under = ["TLC", "Qty", "Unit", "Product Name", "Name", "City", "Name", "City", "Date", "BOL Number"]
    file = opened(workbook({"Shipping": [over, under, ROW]}))
    assert file.sheets[0].unmatched_columns == ()
    event, = (group.event for group in file.rows())
    assert (event["tlc"], event["quantity"], event["ship_date"]) == ("PF223-2", 24, "2026-08-14")
    assert event["ship_to_location"]["business_name"] == "Store 12"


def test_a_group_name_with_a_meaning_is_not_left_out():
    over = ["Rejected", None, "Expiry", *[None] * 5]
    under = ["Quantity", "Unit", "Date", "TLC", "Ship To City", "Ship From City", "Ship Date", "Product Name"]
    seen = opened(workbook({"Shipping": [over, under, [1, "case", "2026-09-01", "A1", "B", "C", "2026-08-14", "D"]]}))
    fields = {column.caption: column.field for column in seen.sheets[0].columns}
    assert "quantity" not in {fields.get("Rejected - Quantity"), fields.get("Rejected - Unit")}
    assert fields.get("Expiry - Date") is None


def test_short_captions_are_understood():
    heads = ["TLC", "Qty Shipped", "UOM", "Item Desc", "Cust. Name", "Cust City", "Shipper Name", "Shipper City",
             "Ship Dt.", "BOL #"]
    assert opened(shipping(ROW, heads=heads)).sheets[0].unmatched_columns == ()
    assert events(shipping(ROW, heads=heads)) == events(shipping(ROW))


def test_a_sheet_of_which_nothing_was_read_says_so():
    seen = opened(workbook({"Embarques": [["Código de lote", "Cantidad"], ["A1", 5]], "Empty": []})).sheets
    assert [(note.rule, note.severity, note.row) for note in seen[0].notes] == [("V-SHT-23", "warning", None)]
    assert seen[0].reason in seen[0].notes[0].message
    assert seen[1].notes == ()


def test_a_short_year_between_hyphens_is_asked_about():
    group, other = groups(csv_text(SHIPPING, line(c8="26-08-14"), line(c8="04-05-06", c9=2)), "shipping.csv")
    found, = (f for f in judged(group.event).findings if f.severity == "error")
    assert "26 August 2014 or 14 August 2026" in found.message and group.notes == ()
    found, = (f for f in judged(other.event).findings if f.severity == "error")
    assert "several ways" in found.message and "2004-05-06 or 2006-04-05 or 2006-05-04" in found.hint


def packed(**files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "/").replace("_", "."), content)
    return held.getvalue()


def test_what_a_mac_adds_to_an_archive_is_no_file_of_the_sender():
    raw = packed(out__Shipping_csv=csv_text(SHIPPING, ROW), out___DS_Store=b"\0\1")
    with zipfile.ZipFile(held := io.BytesIO(raw), "a") as package:
        package.writestr("__MACOSX/out/._Shipping.csv", b"\0\5\26\7")
    assert [sheet.sheet for sheet in opened(held.getvalue(), "out.zip").sheets] == ["Shipping"]


def test_a_numbers_document_is_named():
    with pytest.raises(UnsupportedMedia, match="Numbers"):
        opened(packed(Index__Document_iwa=b"1", preview_jpg=b"2"), "records.numbers")
