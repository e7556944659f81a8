"""Cells that say "the same" or "see the invoice" instead of a code or a name are asked about, never taken for one."""

import pytest

from tests.untidy import ROW, groups, judged, shipping


def read(**cells):
    """The group of one shipment with its lot code or its recipient replaced."""
    line = list(ROW)
    line[0], line[4] = cells.get("tlc", ROW[0]), cells.get("to", ROW[4])
    group, = groups(shipping(line))
    return group


def asked(group):
    return [(note.rule, note.severity, note.field, note.value) for note in group.notes]


@pytest.mark.parametrize("text", ['"', "''", "〃", "same as above", "Same", "ditto", "see BOL", "See invoice 4711",
                                  "various", "Multiple lots", "mixed"])
def test_it_is_no_lot_code(text):
    group = read(tlc=text)
    assert asked(group) == [("V-SHT-20", "error", "tlc", text)]
    assert "tlc" not in group.event


@pytest.mark.parametrize("text", ['"', "same as above", "ditto"])
def test_it_is_no_place(text):
    assert asked(read(to=text)) == [("V-SHT-20", "error", "ship_to_location.business_name", text)]


@pytest.mark.parametrize("name", ["See Canyon Fruit Ranch", "See Poplar Farms", "See's Candies", "Various Greens LLC"])
def test_a_name_that_only_looks_so_stays_one(name):
    group = read(to=name)
    assert asked(group) == [] and group.event["ship_to_location"]["business_name"] == name


@pytest.mark.parametrize("code", ["MIXED-2231", "SEE4711", "SAME1", "DO-12", "VARIOUS7", "-", "n/a (exempt source)"])
def test_a_code_that_only_looks_so_stays_one(code):
    group = read(tlc=code)
    assert asked(group) == [] and group.event["tlc"] == code


def test_a_quantity_in_one_unit_under_another_is_asked_about():
    line = [ROW[0], "10 CS", "lb", *ROW[3:]]
    group, = groups(shipping(line))
    faults = [(f.rule, f.field) for f in judged(group.event).findings if f.severity == "error"]
    assert faults == [("V-GEN-06", "quantity")]


@pytest.mark.parametrize(("quantity", "unit", "found"), [
    ("10 CS", "case", (10, "case")), ("10 CS", None, (10, "case")), ("10 CS", "cases", (10, "case")),
    ("10 lbs", "pound", (10, "pound"))])
def test_the_same_unit_said_twice_is_one(quantity, unit, found):
    group, = groups(shipping([ROW[0], quantity, unit, *ROW[3:]]))
    record = judged(group.event).record
    assert (record.quantity, record.unit_of_measure) == found


def test_codes_on_lines_of_one_cell_are_several_and_never_run_together():
    record = judged(read(tlc="PF223-2\nPF224-1").event)
    assert record.record.tlc == "PF223-2; PF224-1"
    assert [each.tlc for each in record.record.tlc_candidates] == ["PF223-2", "PF224-1"]
    assert "V-TLC-07" in {f.rule for f in record.findings}


def test_one_code_broken_over_lines_stays_one():
    assert judged(read(tlc="(01)19521003000319\n(10)PF223-2").event).record.lot_code.lot == "PF223-2"
