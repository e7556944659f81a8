"""CSV texts in every encoding and with every delimiter people send."""

import pytest

from engine.errors import Impossible, TooLarge
from engine.limits import Limits
from engine.sheets import read
from tests.untidy import LIMITS, ROW, SHIPPING, csv_text, events, groups, opened

TEXT = csv_text(SHIPPING, ROW)


@pytest.mark.parametrize(("encoding", "seen"), [
    ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252"),
])  # fmt: skip
def test_encodings_are_told_apart_and_named(encoding, seen):
    file = read(TEXT.replace("Garden", "Jalape\u00f1o \u2013").encode(encoding), "shipping.csv", LIMITS)
    assert file.encoding == seen
    assert next(file.rows()).event["product"]["product_name"] == "Jalape\u00f1o \u2013 blend"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_by_the_captions_they_part(delimiter):
    assert events(csv_text(SHIPPING, ROW, delimiter=delimiter), "shipping.csv") == events(TEXT, "shipping.csv")


def test_commas_in_a_file_of_semicolons_divide_no_fields():
    text = csv_text(
        ["TLC", "Quantity", "Product Name", "Ship Date"], ["A1", "2,5", "Romaine, cut", "2026-08-14"], delimiter=";"
    )
    (event,) = events(text, "shipping.csv")
    assert event["product"]["product_name"] == "Romaine, cut"
    assert event["quantity"] == "2.5"


def test_excels_line_that_names_the_delimiter_is_honoured():
    text = "sep=;\r\n" + csv_text(SHIPPING, ROW, delimiter=";")
    assert opened(text, "shipping.csv").sheets[0].header_row == 2
    assert events(text, "shipping.csv") == events(TEXT, "shipping.csv")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems(end):
    assert events(csv_text(SHIPPING, ROW, end=end), "shipping.csv") == events(TEXT, "shipping.csv")


def test_rows_are_numbered_as_spreadsheets_number_them():
    text = 'TLC,Quantity,Ship Date\n\n"A\n1",2,2026-08-14\nB1,3,2026-08-14\n'
    assert [g.rows for g in groups(text, "shipping.csv")] == [(3,), (4,)]
    assert events(text, "shipping.csv")[0]["tlc"] == "A\n1"


def test_the_name_of_the_file_tells_the_type_where_the_captions_leave_it_open():
    text = csv_text(["TLC", "Quantity", "Unit of Measure", "Product Name"], ["A", 1, "case", "x"])
    assert events(text, "data.csv") == []
    assert events(text, "Shipments.csv")[0]["cte_type"] == "shipping"


def test_numbers_and_dates_stay_text_for_the_judge():
    (event,) = events(TEXT, "shipping.csv")
    assert (event["quantity"], event["ship_date"]) == ("24", "2026-08-14")


@pytest.mark.parametrize(("cell", "read_as"), [
    ("'=1+1", "=1+1"), ("'-5", "-5"), ("'@x", "@x"), ("'tis", "'tis"), ("=cmd|' /c calc'!A0", "=cmd|' /c calc'!A0"),
])  # fmt: skip
def test_formulas_in_text_are_text(cell, read_as):
    (event,) = events(csv_text(["TLC", "Quantity", "Ship Date"], [cell, 1, "2026-08-14"]), "shipping.csv")
    assert event["tlc"] == read_as


def test_a_quotation_mark_without_partner_is_explained():
    with pytest.raises(TooLarge, match="quotation mark"):
        read(TEXT.encode() + b'"A2,5\n' + b"x,1\n" * 20_000, "shipping.csv", LIMITS).sheets  # noqa: B018
        list(read(TEXT.encode() + b'"A2,5\n' + b"x,1\n" * 20_000, "shipping.csv", LIMITS).rows())


def test_a_line_without_end_is_not_read_whole():
    limits = Limits(cell_length=100)
    with pytest.raises(TooLarge):
        list(read(b"TLC,Quantity,Ship Date\n" + b"x" * 1_000_000, "shipping.csv", limits).rows())


def test_too_many_columns_are_refused():
    with pytest.raises(TooLarge, match="columns"):
        list(read((TEXT + "," * 3_000).encode(), "shipping.csv", LIMITS).rows())


def test_bytes_windows_1252_lacks_are_replaced_not_refused():
    (event,) = groups(b"TLC,Quantity,Ship Date\nA\x81\xe91,2,2026-08-14\n", "shipping.csv")
    assert event.event["tlc"] == "A\ufffd\u00e91"


def test_a_text_without_any_row_is_no_table():
    with pytest.raises(Impossible):
        opened("  \r\n \n")
    assert opened("hello world\n", "a.csv").sheets[0].recognised_as is None
