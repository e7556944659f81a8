"""Numbers as the world writes them: read where there is one way to, asked for where there are two."""

import pytest

from engine.sheets.decimal_marks import Mark, spelled
from tests.untidy import ROW, SHIPPING, csv_text, events, groups, judged, shipping


def amounts(*values, unit="kg", delimiter=";"):
    """What quantities of a CSV file are read as; None for one that is quarantined."""
    lines = [(f"LOT{n}", value, unit, *ROW[3:]) for n, value in enumerate(values)]
    return [told(group) for group in groups(csv_text(SHIPPING, *lines, delimiter=delimiter), "out.csv")]


def told(group):
    record = judged(group.event).record
    if record is None or any(note.severity == "error" for note in group.notes):
        return None
    return record.quantity


def rules(text):
    return [(note.rule, note.row) for group in groups(text, "out.csv") for note in group.notes]


@pytest.mark.parametrize(("text", "number"), [
    ("12,5", 12.5), ("1.200,5", 1200.5), ("1.234.567", 1234567), ("0,125", 0.125), ("-3,75", -3.75),
    ("1 200,50", 1200.5), ("1\u00a0200,50", 1200.5), ("1\u202f200,5", 1200.5), ("12,5 kg", 12.5),
])
def test_a_decimal_comma_is_read_where_nothing_else_can_be_meant(text, number):
    assert amounts(text) == [number]


@pytest.mark.parametrize(("text", "number"), [
    ("12.5", 12.5), ("1,200.5", 1200.5), ("1,234,567", 1234567), ("0.125", 0.125), ("1'200.5", 1200.5),
    ("1\u00a0200", 1200), ("24", 24), ("1200", 1200),
])
def test_so_is_a_decimal_point(text, number):
    assert amounts(text) == [number]


def test_a_number_that_can_be_read_two_ways_is_read_as_the_others_of_its_table():
    assert amounts("12,5", "1.200", "1,200") == [12.5, 1200, 1.2]
    assert amounts("12.5", "1.200", "1,200") == [12.5, 1.2, 1200]


def test_where_nothing_shows_it_a_file_with_semicolons_asks():
    assert amounts("1.200", "24", "1,200") == [None, 24, None]
    lines = [(*ROW[:1], "1.200", *ROW[2:])]
    group, = groups(csv_text(SHIPPING, *lines, delimiter=";"), "out.csv")
    found, = (note for note in group.notes if note.rule == "V-SHT-19")
    assert (found.severity, found.field, found.value) == ("error", "quantity", "1.200")
    assert "1200" in found.message and "1.200" in found.message


def test_where_nothing_shows_it_other_files_write_as_fda_does():
    assert amounts('"1,200"', "1.250", delimiter=",") == [1200, 1.25]


def test_where_both_are_shown_only_what_is_certain_is_read():
    assert amounts("12,5", "12.5", "1.200") == [12.5, 12.5, None]


def test_reading_a_decimal_comma_is_told_once_a_column():
    lines = [(f"LOT{n}", "12,5", *ROW[2:]) for n in range(3)]
    assert rules(csv_text(SHIPPING, *lines, delimiter=";")) == [("V-SHT-18", 2)]


def test_numbers_of_a_workbook_are_no_text_and_stay_as_they_are():
    assert [event["quantity"] for event in events(shipping((*ROW[:1], 1.2, *ROW[2:]), (*ROW[:1], 1200, *ROW[2:])))] == [
        1.2, 1200]


@pytest.mark.parametrize("text", ["10 CS", "1 400kg Bin", "10-12", "ca. 10", "n/a", "", "12 x 10 oz", "1,2,3", "1.2.3"])
def test_what_is_no_such_number_is_left_to_the_judge(text):
    assert spelled(text) is None


@pytest.mark.parametrize(("text", "mark"), [
    ("999.999", Mark.EITHER), ("1000.000", Mark.POINT), ("0.999", Mark.POINT), ("12.3456", Mark.POINT),
    ("1\u00a0200,500", Mark.COMMA)])
def test_three_digits_behind_up_to_three_can_be_read_two_ways(text, mark):
    assert spelled(text).mark is mark
