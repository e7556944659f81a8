"""The workbook reopened with openpyxl, as FDA's reader would."""

import warnings
from dataclasses import replace
from datetime import datetime
from zipfile import ZipFile

import pytest
from export_samples import ABOUT, exported, record, whole_example
from openpyxl import load_workbook

from engine.exports.record import ViewEnd
from engine.exports.template import template
from engine.exports.workbook import write_workbook

OURS = ["About this file", "Sources", "Locations", "Gaps", "Findings", "View ends", "Code list"]


@pytest.fixture
def written(tmp_path):
    """Write records, return what was written and the workbook reopened."""

    def write(records, about=ABOUT, **options):
        path = tmp_path / "fda.xlsx"
        result = write_workbook(path, records, about, **options)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return result, load_workbook(path)

    return write


def rows(book, sheet):
    return [list(row) for row in book[sheet].iter_rows(min_row=2, values_only=True)]


def stated(book, subject):
    return [value for name, value in rows(book, "About this file") if name == subject]


def test_fdas_fifteen_sheets_come_first_then_ours(written):
    _, book = written(whole_example())
    assert book.sheetnames == [s.name for s in template().sheets] + OURS


def test_the_worked_example_has_its_rows_on_the_sheets_of_its_events(written):
    result, book = written(whole_example())
    # EV13 has three inputs; EV41 and EV31 stand on Initial Packing with EV04 to EV06.
    expected = {
        "Harvesting": 4, "Cooling": 1, "Initial Packing": 5, "Initial Packing Sprouts": 1,
        "Initial Packing from Exempt": 0, "First Land-Based Receiving": 1, "Shipping": 13, "Receiving": 13,
        "Receiving From Exempt": 1, "Transformation": 5, "Farm Purchase by RFE or Rest.  ": 0,
        "Ad-hoc RFE or Rest. Purchase": 0, "Farm to School or Institution": 0,
    }  # fmt: skip
    assert result.rows == expected
    assert {name: len(rows(book, name)) for name in expected} == expected
    assert (result.records, result.gaps) == (41, 0)
    assert stated(book, "Records") == [41]
    assert stated(book, "Rows: Shipping") == [13]


def test_headers_are_fdas_captions_with_its_hints_as_comments(written):
    _, book = written([])
    for sheet in template().data_sheets:
        header = next(book[sheet.name].iter_rows(max_row=1))
        for column, cell in zip(sheet.columns, header, strict=False):
            assert cell.value == column.stem
            assert (cell.comment.text if cell.comment else None) == column.hint


def test_every_cell_of_every_fda_column_is_filled(written):
    _, book = written([*whole_example(), *exported({"cte_type": "shipping"}, {"cte_type": "transformation"})])
    for sheet in template().data_sheets:
        for row in rows(book, sheet.name):
            assert all(value not in (None, "") for value in row), sheet.name


def test_header_rows_are_frozen_and_filtered(written):
    _, book = written(whole_example())
    sheet = book["Shipping"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}14"


def test_dates_are_real_dates_shown_as_fda_wants_them(written):
    _, book = written(exported(record("EV16")))
    cell = book["Shipping"]["X2"]
    assert cell.value == datetime(2026, 8, 14)
    assert cell.number_format == "mm/dd/yyyy"


def test_codes_phones_and_postal_codes_are_text_and_keep_their_zeros(written):
    _, book = written(exported(record("EV20")))
    sheet = book["First Land-Based Receiving"]
    by_caption = {cell.value: sheet.cell(2, cell.column) for cell in sheet[1]}
    gtin, postal = by_caption["GTIN"], sheet["S2"]
    assert (gtin.value, gtin.data_type, gtin.number_format) == ("09521006000029", "s", "@")
    assert (postal.value, postal.data_type) == ("02740", "s")
    assert sheet["O2"].value == "+1 508 555 0110"
    assert isinstance(sheet["I2"].value, int)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_looks_like_a_formula_stays_text(written, start):
    text = f'{start}HYPERLINK("http://example.com","x")'
    _, book = written(exported(record("EV16", tlc=text)))
    cell = book["Shipping"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.quotePrefix


def test_text_that_looks_like_an_error_or_markup_stays_text(written):
    for text in ("#N/A", "<b>&amp;</b>", "]]>", "</t></is></c>", "'quoted\"", " spaced ", "a\nb", "_x0041_"):
        _, book = written(exported(record("EV16", tlc=text)))
        cell = book["Shipping"]["A2"]
        assert cell.data_type == "s"
        # Excel reads _x005F_ as an underscore; openpyxl leaves it as it stands in the file.
        assert cell.value.replace("_x005F_", "_") == text


def test_characters_no_spreadsheet_can_hold_are_shown_and_listed(written):
    _, book = written(exported(record("EV16", tlc="LOT\x00\x0b7")))
    assert book["Shipping"]["A2"].value == "LOT\u2400\u240b7"
    (gap,) = rows(book, "Gaps")
    assert gap[:6] == ["information", "Shipping", 2, "A", "Traceability Lot Code", "tlc"]
    assert "cannot hold" in gap[7]


def test_overlong_text_is_cut_marked_and_listed(written):
    _, book = written(exported(record("EV16", tlc="x" * 40_000)))
    text = book["Shipping"]["A2"].value
    assert len(text) == 32_767
    assert text.endswith("[cut at 32,767 characters]")
    assert [(g[1], g[3]) for g in rows(book, "Gaps")] == [("Shipping", "A")]


def test_a_sheet_that_is_full_continues_beside_itself(written):
    records = exported(*(record("EV16", event_id=f"S{n}") for n in range(7)))
    result, book = written(records, sheet_rows=4)
    at = book.sheetnames.index("Shipping")
    assert book.sheetnames[at : at + 4] == ["Shipping", "Shipping (2)", "Shipping (3)", "Receiving"]
    assert result.rows["Shipping"] == 7
    events = [row[41] for name in ("Shipping", "Shipping (2)", "Shipping (3)") for row in rows(book, name)]
    assert events == [f"S{n}" for n in range(7)]
    assert book["Shipping (3)"]["A1"].value == "Traceability Lot Code"


def test_the_longest_sheet_name_leaves_room_for_its_number(written):
    purchase = {"cte_type": "farm_direct_purchase", "food_name": "Kale", "farm_name": "Tiny Acre Farm"}
    _, book = written(exported(purchase, purchase), sheet_rows=2)
    assert "Farm Purchase by RFE or Res (2)" in book.sheetnames


def test_gaps_say_where_what_and_whom_to_ask(written):
    incomplete = record("EV16", quantity=None, ship_to_location={"gln": "9521004000120"}, tlc_source=None,
                        tlc_source_reference=None, gaps=[{"field": "quantity", "reason": "scale was broken"}],
    )  # fmt: skip
    result, book = written(exported(incomplete))
    found = rows(book, "Gaps")
    lot, origin = "(01)19521003000319(10)PF223-2", ["record-1", "EV16", "Prairie Fork Salads"]
    to = "Location Description for the Immediate Subsequent Recipient (other than a transporter)"
    source = "Location Description for the Traceability Lot Code Source"
    assert [[value or "" for value in row] for row in found] == [
        ["normal", "Shipping", 2, "B", "Quantity", "quantity", "1.1340(a)(2)", "scale was broken", lot, *origin],
        ["normal", "Shipping", 2, "J:P", to, "ship_to_location", "1.1340(a)(4)", "", lot, *origin],
        ["top", "Shipping", 2, "Y:AE", source, "tlc_source", "1.1340(a)(7)", "", lot, *origin],
        ["top", "Shipping", 2, "AF", found[3][4], "tlc_source_reference.value", "1.1340(a)(7)", "", lot, *origin],
    ]  # fmt: skip
    assert result.gaps == 4


def test_places_filled_in_from_master_data_are_marked(written):
    master = {"business_name": "Store 12", "state_region": "KS"}
    _, book = written(exported(record("EV16", ship_to_location={"gln": "9521004000120"})), expand=lambda _: master)
    assert book["Shipping"]["J2"].value == "Store 12"
    assert book["Shipping"]["AN2"].value == "ship_to_location"
    assert [row[-1] for row in rows(book, "Locations") if row[0] == "Store 12"] == ["yes"]


def test_every_distinct_place_is_listed_once_with_its_gln(written):
    _, book = written(whole_example())
    places = {row[0]: row[9] for row in rows(book, "Locations")}
    assert len(rows(book, "Locations")) == len(places) == 18
    assert places["Arroyo Verde Farms"] == "0614141000012"
    assert places["Tiny Acre Farm"] is None


def test_source_documents_are_counted(written):
    first, second, third = exported(record("EV14"), record("EV15"), record("EV16"))
    other = replace(third, document_sha256="cd" * 32, document_name="late.json")
    _, book = written([first, second, other])
    assert [(r[0], r[1], r[3]) for r in rows(book, "Sources")] == [
        ("ab" * 32, "day.json", 2),
        ("cd" * 32, "late.json", 1),
    ]


def test_a_lot_without_records_still_gives_a_workbook_that_says_so(written):
    result, book = written([])
    assert (result.records, result.gaps, set(result.rows.values())) == (0, 0, {0})
    for sheet in template().data_sheets:
        assert [row[0] for row in rows(book, sheet.name)] == ["No records"]
    assert stated(book, "Records") == [0]


def test_the_file_says_what_it_is_and_what_it_was_made_from(written):
    about = replace(ABOUT, query_name="trace/records", parameters={"lot": 7}, watermark="42", complete=False,
                    cut=("more than 400,000 events",), filters={"Dates": "2026-08-01 to 2026-08-20"},
                    view_ends=(ViewEnd("backward", "(01)19521005000218(10)ML219-F4", "Mesa Leaf Growers, Santa Maria",
                                       "its own records are not shared", "Mesa Leaf Growers", "+1 805 555 0144"),),
    )  # fmt: skip
    _, book = written(whole_example(), about)
    assert "helps you prepare and export records" in stated(book, "What this is")[0]
    assert stated(book, "Is the answer complete?")[0].startswith("NO")
    assert stated(book, "Cut") == ["more than 400,000 events"]
    assert stated(book, "Data as of") == ["2026-08-20 11:59:00 UTC"]
    assert stated(book, "Query parameter: lot") == ["7"]
    assert stated(book, "Filter: Dates") == ["2026-08-01 to 2026-08-20"]
    assert stated(book, "Watermark")[0].startswith("42 ")
    assert "June 2024" in stated(book, "Template edition")[0]
    (end,) = rows(book, "View ends")
    assert (end[0], end[4], end[5]) == ("backward", "Mesa Leaf Growers", "+1 805 555 0144")


def test_the_code_list_maps_every_fda_column_to_a_field(written):
    _, book = written([])
    columns = [row for row in rows(book, "Code list") if row[0] == "Column"]
    assert len(columns) == 370
    assert ["Column", "Quantity", "(e.g., 75, 200)", "Harvesting", "quantity", "1.1325(a)(1)(iii)"] in columns


def test_the_same_contents_give_the_same_sheets(tmp_path):
    for name in ("one", "two"):
        write_workbook(tmp_path / name, whole_example(), ABOUT)
    with ZipFile(tmp_path / "one") as one, ZipFile(tmp_path / "two") as two:
        sheets = [n for n in one.namelist() if "worksheets/sheet" in n]
        assert all(one.read(n) == two.read(n) for n in sheets)
        assert one.namelist() == two.namelist()


def test_a_failing_source_of_records_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken():
        yield from whole_example()
        raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError):
        write_workbook(tmp_path / "x.xlsx", broken(), ABOUT)
    assert list(tmp_path.iterdir()) == []
