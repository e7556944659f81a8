"""Quantities headed by their unit alone: read where nothing else can be meant, asked about where something can."""

import pytest

from engine.fsma import units
from engine.sheets import Mapping
from engine.sheets.units_said import _ALONE, _NAMES, amount_said, quantity_of, unit_said
from tests.untidy import ROW, SHIPPING, csv_text, events, groups, judged, opened, shipping, workbook


def headed(*captions):
    """SHIPPING with other captions in the place of quantity and unit."""
    return [SHIPPING[0], *captions, *SHIPPING[3:]]


def rows_of(captions, *cells, **terms):
    """Groups of shipments with such columns, one for each list of their cells."""
    lines = [[ROW[0], *said, *ROW[3:9], f"BOL {n}"] for n, said in enumerate(cells)]
    return groups(shipping(*lines, heads=headed(*captions)), **terms)


def amount(group):
    record = judged(group.event).record
    return record.quantity, record.unit_of_measure


def noted(group):
    return [(note.rule, note.severity, note.column, note.field) for note in group.notes]


@pytest.mark.parametrize(("caption", "unit"), [
    ("Cases", "case"), ("CASES", "case"), ("Case(s)", "case"), ("Boxes", "case"), ("Box(es)", "case"), ("Lbs", "pound"),
    ("LBS.", "pound"), ("Lb", "pound"), ("Pounds", "pound"), ("# of cases", "case"), ("# Cases", "case"),
    ("Cases shipped", "case"), ("Shipped cases", "case"), ("Shipped - Cases", "case"), ("cases_shipped", "case"),
    ("CasesShipped", "case"), ("Cases\nShipped", "case"), ("Cases, shipped", "case"), ("Cases sent", "case"),
    ("No. of bins", "bin"), ("Number of field bins", "bin"), ("Total lbs", "pound"), ("Total Lbs. Shipped", "pound"),
    ("Qty of boxes", "case"), ("Qty in lbs", "pound"), ("Quantity - Cases", "case"), ("Cases (shipped)", "case"),
    ("Kgs", "kilogram"), ("Kilos", "kilogram"), ("Metric tons", "metric_ton"), ("Qty CS", "case"), ("Bags", "bag"),
    ("Total CS shipped", "case"), ("Case count shipped", "case"), ("Dozen", "dozen"), ("Pallets", "pallet"),
    ("RPCs", "rpc"), ("Pieces", "each"), ("Cases*", "case"),
    ("CS Shipped", "case"), ("# CS", "case"), ("Cases Shpd", "case"), ("Cartons\u00a0Shipped", "case"),
])  # fmt: skip
def test_a_caption_that_is_a_unit_is_the_quantity_in_it(caption, unit):
    first, second = rows_of([caption], [24], ["1,200.5"])
    assert [amount(group) for group in (first, second)] == [(24, unit), (1200.5, unit)]
    assert noted(first) == [("V-SHT-22", "info", "B", "quantity")] and second.notes == ()


def test_the_column_is_told_as_one_recognised_by_its_caption():
    file = opened(shipping([ROW[0], 24, *ROW[3:]], heads=headed("Cases")))
    seen, = file.sheets
    told = {column.caption: (column.field, column.how) for column in seen.columns}
    assert told["Cases"] == ("quantity", "caption") and (seen.unmatched_columns, seen.notes) == ((), ())
    again = opened(shipping([ROW[0], 24, *ROW[3:]], heads=headed("Cases")), mapping=file.mapping())
    assert [group.event for group in again.rows()] == [group.event for group in file.rows()]


@pytest.mark.parametrize("caption", [
    "Case lot", "Cases per pallet", "Case price", "Box size", "Bin number", "Bin #", "Bin no.", "Pallet ID",
    "Pallets #", "Each", "Eaches", "Truck", "Crates returned", "Crates", "Cases returned", "Cases ordered",
    "Cases rejected", "Cases received", "Cases short", "Cases in", "Cases out", "Cases to ship", "Case", "Box", "Bin",
    "Pallet", "Tank", "CS", "CS Qty", "# PLT", "Case count", "Case Qty", "Count", "#", "$/lb", "Price/lb", "$ lbs",
    "Lbs/case", "Lbs per case", "% cases", "Cases?", "Cases/Lbs", "Cases or lbs", "Case label", "Case weight",
    "Net weight lbs", "Lbs ice", "Tons", "CT", "CA", "TO", "Box 4", "Cases 2025", "Unit price", "Casey", "Boxed",
    "Pounds Sterling Co.", "Bin shipped", "x" * 80,
])  # fmt: skip
def test_a_caption_that_says_anything_else_is_no_quantity(caption):
    heads = headed(caption)
    seen, = opened(shipping([ROW[0], 24, *ROW[3:]], heads=heads)).sheets
    assert "quantity" not in {column.field for column in seen.columns}
    event, = events(shipping([ROW[0], 24, *ROW[3:]], heads=heads))
    assert "quantity" not in event


@pytest.mark.parametrize(("caption", "field"), [
    ("Case GTIN", "gtin"), ("Lot", "tlc"), ("Pack size", "product.packaging_size"), ("Units", "unit_of_measure"),
])
def test_captions_with_a_meaning_of_their_own_keep_it(caption, field):
    heads = [caption, "Qty", *SHIPPING[3:]]
    seen, = opened(shipping([ROW[0], 24, *ROW[3:]], heads=heads)).sheets
    assert seen.columns[0].field == field


def test_beside_a_quantity_a_unit_is_a_column_not_understood():
    for heads in (["Qty", "Cases"], ["Cases", "Quantity (lbs)"]):
        group, = rows_of(heads, [24, 7])
        assert group.event["quantity"] == (24 if heads[0] == "Qty" else "7 lbs")
        seen, = opened(shipping(heads=headed(*heads))).sheets
        assert seen.unmatched_columns == ("Cases",) and [note.rule for note in seen.notes] == ["V-SHT-09"]


def test_two_of_them_are_asked_about_and_neither_is_read():
    file = opened(shipping([ROW[0], 24, 960, *ROW[3:]], [ROW[0], None, 960, *ROW[3:9], "BOL 2"],
                           [ROW[0], None, "n/a", *ROW[3:9], "BOL 3"], heads=headed("Cases", "Lbs")))
    seen, = file.sheets
    question, = seen.notes
    assert (question.rule, question.severity, question.row, question.column) == ("V-SHT-24", "error", 1, "B")
    assert "“Cases” (B) and “Lbs” (C)" in question.message
    assert '"Cases": "quantity", "Lbs": null' in question.hint
    assert seen.unmatched_columns == ("Cases", "Lbs")
    both, one, neither = file.rows()
    assert noted(both) == [("V-SHT-24", "error", "B", "quantity")]
    assert noted(one) == [("V-SHT-24", "error", "C", "quantity")]
    assert neither.notes == () and not any("quantity" in group.event for group in (both, one, neither))


@pytest.mark.parametrize(("chosen", "found"), [
    ({"Cases": "quantity", "Lbs": ""}, (24, "case")), ({"Lbs": "quantity", "Cases": ""}, (960, "pound")),
    ({"Lbs": ""}, (24, "case")), ({"Cases": "quantity"}, (24, "case")),
])
def test_a_saved_mapping_answers(chosen, found):
    group, = rows_of(["Cases", "Lbs"], [24, 960], mapping=Mapping({"*": chosen}))
    assert amount(group) == found and [note.rule for note in group.notes] == ["V-SHT-22"]


@pytest.mark.parametrize("captions", [("Cases", "Cases"), ("Cases", "Cases shipped"), ("Pallets", "Cases"),
                                      ("Quantity - Cases", "Quantity - Lbs")])
def test_so_it_is_whatever_their_units(captions):
    group, = rows_of(captions, [24, 2])
    assert [note.rule for note in group.notes] == ["V-SHT-24"]


def test_a_unit_column_that_says_another_is_asked_about():
    group, same = rows_of(["Cases", "UOM"], [24, "LB"], [24, "ctn"])
    found, = (f for f in judged(group.event).findings if f.severity == "error")
    assert (found.rule, found.field) == ("V-GEN-06", "quantity") and "“Cases”" in found.message
    assert amount(same) == (24, "case")


@pytest.mark.parametrize("caption", ["Cases", "Quantity (cases)"])
def test_a_cell_that_says_another_unit_is_asked_about(caption):
    other, same = rows_of([caption], ["24 lbs"], ["24 CS"])
    assert noted(other) == [("V-SHT-22", "error", "B", "quantity")]
    assert same.notes == () and amount(same) == (24, "case")


def test_what_is_no_number_is_treated_as_under_any_quantity():
    by_unit = rows_of(["Cases"], [0], ["0"], ["12.5"], ["some"], [None], ["n/a"], [-3])
    by_name = rows_of(["Quantity", "UOM"], [0, "cases"], ["0", "cases"], ["12.5", "cases"], ["some", "cases"],
                      [None, "cases"], ["n/a", "cases"], [-3, "cases"])
    for one, other in zip(by_unit, by_name, strict=True):
        told, known = judged(one.event), judged(other.event)
        assert [(f.rule, f.severity) for f in told.findings if f.rule in ("V-GEN-06", "V-GEN-07")] == [
            (f.rule, f.severity) for f in known.findings if f.rule in ("V-GEN-06", "V-GEN-07")]
        assert (told.record and told.record.quantity) == (known.record and known.record.quantity)


def test_a_total_is_skipped():
    lines = [[ROW[0], 24, *ROW[3:]], ["Total", 24]]
    kept, total = groups(shipping(*lines, heads=headed("Cases")))
    assert (kept.outcome, total.outcome, total.reason) == ("event", "skipped", "It is a total.")


def test_a_decimal_comma_is_read_as_in_a_quantity():
    text = csv_text(headed("Kgs"), [ROW[0], "12,5", *ROW[3:]], delimiter=";")
    group, = groups(text, "shipping.csv")
    assert amount(group) == (12.5, "kilogram")


@pytest.mark.parametrize(("kind", "caption", "field"), [
    ("receiving", "Lbs received", "quantity"), ("receiving", "Rec'd cases", "quantity"),
    ("receiving", "Cases Rec.", "quantity"),
    ("receiving", "Cases shipped", None), ("shipping", "Lbs received", None),
    ("harvesting", "Bins harvested", "quantity"), ("harvesting", "Bins picked", "quantity"),
    ("cooling", "Bins cooled", "quantity"), ("first_land_based_receiving", "Lbs landed", "quantity"),
    ("initial_packing", "Bins received", "quantity_received"),
    ("initial_packing", "Cases packed", "quantity_packed"), ("initial_packing", "Cases", "quantity_packed"),
    ("transformation", "Cases produced", "quantity"), ("transformation", "Cases", "quantity"),
    ("transformation", "Lbs used", "inputs[].input_quantity_used"),
    ("transformation", "Input lbs", "inputs[].input_quantity_used"), ("one_up_one_back", "Cases", "quantity"),
    ("one_up_one_back", "Cases shipped", None), ("kill_step_record", "Cases", None),
])  # fmt: skip
def test_words_of_moving_say_which_quantity_it_is(kind, caption, field):
    assert quantity_of(kind, caption) == field


def test_what_came_and_what_was_packed_are_two_quantities():
    heads = ["TLC", "Bins received", "Cases packed", "Pack Date", "Packing Location", "Commodity Received"]
    group, = groups(workbook({"Initial Packing": [heads, ["A1", 12, 480, "2026-08-14", "Shed 1", "Romaine"]]}))
    assert (group.event["quantity_received"], group.event["quantity_packed"]) == ("12 Bins", "480 Cases")
    assert {note.rule for note in group.notes} == {"V-SHT-22"}


def test_an_input_and_what_was_made_of_it_are_two_quantities():
    heads = ["Input Lot Code", "Lbs used", "New Lot Code", "Cases", "Production Date", "Plant"]
    group, = groups(workbook({"Transformation": [heads, ["A1", 960, "B1", 40, "2026-08-14", "Shed 1"]]}))
    assert group.event["inputs"][0]["input_quantity_used"] == "960 Lbs" and group.event["quantity"] == "40 Cases"


@pytest.mark.parametrize("caption", ["Cases (40 lb)", "Bins (400 lb each)", "40 lb cases", "25# cartons"])
def test_a_caption_may_also_say_what_one_holds(caption):
    group, = rows_of([caption], [24])
    record = judged(group.event).record
    assert record.quantity == 24 and record.unit_content.unit == "pound"


def test_a_header_of_two_rows_says_it_too():
    over = ["Lot", "Item details", None, "Ship To", None, "Ship From", None, "Shipped", "Reference"]
    under = ["TLC", "Cases", "Product Name", "Name", "City", "Name", "City", "Date", "BOL Number"]
    event, = events(workbook({"Shipping": [over, under, [ROW[0], 24, *ROW[3:]]]}))
    assert event["quantity"] == "24 Cases"


def test_every_unit_that_may_stand_in_a_caption_is_one_to_count_with():
    assert [name for name in _NAMES if not units.parse(name).known] == []
    assert [name for name in _ALONE if amount_said(name.title()) is None] == []
    assert (unit_said("Lbs received"), unit_said("Quantity (pcs)"), unit_said("Quantity")) == ("Lbs", "pcs", None)
