"""Values spreadsheet programs have mangled are mended where that is certain, and asked for where it is not."""

from datetime import date

import pytest

from engine.sheets.cleaning import Mangled, code, flag, serial_day
from engine.sheets.forms import Reads, reads
from engine.sheets.places import place
from tests.untidy import csv_text, events, groups, judged, shipping

HEADS = ("TLC", "Quantity", "Ship Date")


@pytest.mark.parametrize(("value", "how", "found"), [
    (19521003000319, Reads.GTIN, "19521003000319"),
    (1.9521003000319e13, Reads.GTIN, "19521003000319"),
    ("19521003000319.0", Reads.GTIN, "19521003000319"),
    (614141000012, Reads.GTIN, "614141000012"),
    (41000012, Reads.GTIN, "41000012"),
    (1000000014, Reads.GTIN, "00001000000014"),
    (1000000018, Reads.GTIN, "1000000018"),
    (18315550133, Reads.DIGITS, "18315550133"),
    (93901.0, Reads.DIGITS, "93901"),
    ("93901.0", Reads.DIGITS, "93901"),
    ("12E4", Reads.LOT, "12E4"),
    ("1E5", Reads.LOT, "1E5"),
    (4711, Reads.LOT, "4711"),
    ("INV 1.0", Reads.CODE, "INV 1.0"),
    ("3.0", Reads.CODE, "3.0"),
])  # fmt: skip
def test_codes_come_back_as_they_were_printed(value, how, found):
    assert code(value, how) == found


@pytest.mark.parametrize("value", ["1.03338E+13", "1,03338E+13", 1.2345678901234567e17, date(2026, 3, 12)])
def test_codes_that_lost_digits_are_asked_for(value):
    with pytest.raises(Mangled) as caught:
        code(value, Reads.LOT)
    assert "Ask for" in caught.value.question


@pytest.mark.parametrize("value", ["1.03338E+13", date(2026, 3, 12)])
def test_a_destroyed_lot_code_quarantines_its_row_with_the_question(value):
    (group,) = groups(shipping((value, 5, "2026-08-14"), heads=HEADS))
    assert "tlc" not in group.event
    (note,) = group.notes
    assert (note.rule, note.severity, note.row, note.column, note.field) == ("V-SHT-01", "error", 2, "A", "tlc")


def test_a_destroyed_phone_number_is_a_warning():
    (group,) = groups(shipping(("A1", 5, "2026-08-14", "1.8316E+10"), heads=(*HEADS, "Ship To Phone")))
    assert [(n.rule, n.severity) for n in group.notes] == [("V-SHT-01", "warning")]


def test_point_zero_behind_a_lot_code_is_kept_and_said():
    (group,) = groups(csv_text(HEADS, ["4711.0", 5, "2026-08-14"]), "shipping.csv")
    assert group.event["tlc"] == "4711.0"
    assert [n.rule for n in group.notes] == ["V-SHT-16"]


@pytest.mark.parametrize(("cell", "quantity", "unit"), [
    ("10 CS", 10, "case"), ("300 kg", 300, "kilogram"), ("1 400kg Bin", 1, "bin"), ("1,200 lbs", 1200, "pound"),
])  # fmt: skip
def test_quantity_and_unit_in_one_cell_are_left_for_the_judge_who_divides_them(cell, quantity, unit):
    heads = (*HEADS, "Ship From Name", "Ship From City")
    (event,) = events(shipping(("A1", cell, "2026-08-14", "DC", "Topeka"), heads=heads))
    record = judged(event).record
    assert (record.quantity, record.unit_of_measure) == (quantity, unit)


def test_blanks_and_quotes_that_cannot_be_seen_do_not_hide_a_caption_or_a_value():
    heads = ("TLC\u200b", "Quantity\u00a0", "Ship\u00a0Date", "Ship\u00adFrom Name", "Ship From City")
    (event,) = events(shipping(("A1", "\u00a024\u00a0", "2026\u201108\u201114", "O\u2019Hara", "Topeka"), heads=heads))
    record = judged(event).record
    assert (record.quantity, str(record.ship_date)) == (24, "2026-08-14")


@pytest.mark.parametrize(
    ("value", "found"), [("yes", True), ("X", True), ("No", False), (1, True), (False, False), ("maybe", "maybe")]
)
def test_yes_and_no(value, found):
    assert flag(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (46248, "2026-08-14"),
        ("46248", "2026-08-14"),
        ("46248.0", "2026-08-14"),
        (46248.7, "2026-08-14"),
        (20260814, None),
        (100, None),
        ("PF223", None),
        (True, None),
        ("08142026", None),
    ],
)
def test_serial_dates_of_this_century(value, found):
    assert serial_day(value, False) == found


@pytest.mark.parametrize(("text", "parts"), [
    ("Store 12", {"business_name": "Store 12"}),
    ("Bluebird, Inc.", {"business_name": "Bluebird, Inc."}),
    ("NOT RECORDED (GLN 9521004000120)", {"gln": "9521004000120"}),
    ("Bluebird, 2200 Packinghouse Lane, Salinas, CA 93901",
     {"business_name": "Bluebird", "street_address": "2200 Packinghouse Lane", "city": "Salinas", "state_region": "CA",
      "postal_code": "93901"}),
    ("Bluebird, 2200 Packinghouse Lane, Salinas, CA, 93901, US, +1 831 555 0133",
     {"business_name": "Bluebird", "street_address": "2200 Packinghouse Lane", "city": "Salinas", "state_region": "CA",
      "postal_code": "93901", "country": "US", "phone": "+1 831 555 0133"}),
    ("Sunridge Melon Farm, 36.840201, -120.457310, Firebaugh, CA, 93622, US, +1 559 555 0132",
     {"business_name": "Sunridge Melon Farm", "street_address": "36.840201, -120.457310", "city": "Firebaugh",
      "state_region": "CA", "postal_code": "93622", "country": "US", "phone": "+1 559 555 0132"}),
])  # fmt: skip
def test_an_address_in_one_cell_is_divided_where_that_is_certain(text, parts):
    assert place(text) == parts


def test_an_address_that_can_be_divided_two_ways_is_asked_about():
    text = "Bluebird, Inc., 2200 Packinghouse Lane, Suite 4, Salinas, CA 93901"
    with pytest.raises(Mangled):
        place(text)
    (group,) = groups(shipping(("A1", 5, "2026-08-14", text), heads=(*HEADS, "Ship To")))
    assert [(n.rule, n.severity) for n in group.notes] == [("V-SHT-11", "error")]


def test_a_business_name_column_is_never_divided():
    text = "Bluebird, 2200 Packinghouse Lane, Salinas, CA 93901"
    (event,) = events(shipping(("A1", 5, "2026-08-14", text), heads=(*HEADS, "Ship To Name")))
    assert event["ship_to_location"] == {"business_name": text}


@pytest.mark.parametrize(("kind", "path", "how"), [
    ("shipping", "tlc", Reads.LOT), ("shipping", "ship_date", Reads.DATE), ("shipping", "quantity", Reads.NUMBER),
    ("shipping", "ship_to_location.phone", Reads.DIGITS), ("shipping", "product.gtin", Reads.GTIN),
    ("transformation", "inputs[].input_tlc", Reads.LOT), ("initial_packing", "received[0].harvest_date", Reads.DATE),
    ("initial_packing_sprouts", "seed_supplier_master_lot_code", Reads.LOT),
    ("ad_hoc_purchase", "purchase_date", Reads.DATE),
    ("kill_step_record", "tlcs_received", Reads.LIST), ("shipping", "retail_food_establishment", Reads.FLAG),
])  # fmt: skip
def test_every_field_is_read_by_its_kind(kind, path, how):
    assert reads(kind, path) is how
