"""Captions understood as people drift from FDA's, and left alone where they could mean two things."""

import json
from pathlib import Path

import pytest

from engine.exports.other_sheets import our_sheets
from engine.fsma.template import template
from engine.sheets.captions import SHEET_KINDS, find, kind_named, kind_of_sheet
from engine.sheets.words import key

REFERENCE = Path(__file__).parents[4] / "shared" / "reference" / "fda_template.json"
COLUMNS = [(sheet.cte_type, column) for sheet in (*template().data_sheets, *our_sheets()) for column in sheet.columns]


@pytest.mark.parametrize("kind", SHEET_KINDS)
def test_every_caption_of_every_sheet_is_understood_with_its_hint_in_capitals_and_with_blanks_doubled(kind):
    for column in (c for k, c in COLUMNS if k == kind):
        for caption in (column.stem, f"{column.stem}\n\n{column.hint}", column.stem.upper(),
                        f"  {column.stem.replace(' ', '  ')} ", column.stem.replace(" - ", " \u2013 \n"),
                        column.stem.replace(" ", "\u00a0")):  # fmt: skip
            assert find(kind, caption).field == column.field, caption


def test_fdas_own_header_cells_are_understood_byte_for_byte():
    if not REFERENCE.exists():
        pytest.skip("the reference text is not on this machine")
    for sheet in json.loads(REFERENCE.read_text("utf-8"))["sheets"]:
        for column in sheet.get("columns", ()):
            assert find(sheet["cte_type"], column["caption"]).field == column["field"], column["caption"]


@pytest.mark.parametrize(("kind", "caption", "field"), [
    ("shipping", "State/Region of Ship To", "ship_to_location.state_region"),
    ("shipping", "Ship-To City", "ship_to_location.city"),
    ("shipping", "City (Ship To)", "ship_to_location.city"),
    ("shipping", "Consignee ZIP", "ship_to_location.postal_code"),
    ("shipping", "Ship From: Phone #", "ship_from_location.phone"),
    ("shipping", "TLC", "tlc"),
    ("shipping", "Qty.", "quantity"),
    ("shipping", "QTY SHIPPED", "quantity"),
    ("shipping", "U/M", "unit_of_measure"),
    ("shipping", "Date Shipped", "ship_date"),
    ("shipping", "Shipment Date (dd/mm/yyyy)", "ship_date"),
    ("shipping", "TLC Source Name", "tlc_source.business_name"),
    ("receiving", "Qty Rcvd", "quantity"),
    ("receiving", "Date Received", "received_date"),
    ("receiving", "Supplier", "immediate_previous_source.business_name"),
    ("harvesting", "Field", "growing_area_name"),
    ("harvesting", "Farm Name", "harvest_farm.business_name"),
    ("initial_packing", "Pack Date", "packing_date"),
    ("initial_packing", "Qty Received", "quantity_received"),
    ("transformation", "Ingredient Lot Code", "inputs[].input_tlc"),
    ("transformation", "Production Date", "transformation_date"),
    ("first_land_based_receiving", "FAO Area", "harvest_locations"),
])  # fmt: skip
def test_drifting_captions_mean_what_they_say(kind, caption, field):
    assert find(kind, caption).field == field


@pytest.mark.parametrize(("kind", "caption", "field"), [
    ("shipping", "ship_to_location.gln", "ship_to_location.gln"),
    ("shipping", "ship_to_location_gln", "ship_to_location.gln"),
    ("shipping", "shipToLocation.gln", "ship_to_location.gln"),
    ("shipping", "record_owner.business_name", "record_owner.business_name"),
    ("shipping", "tlc_source_reference.value", "tlc_source_reference.value"),
    ("shipping", "tlc_source_reference", "tlc_source_reference.value"),
    ("shipping", "reference_documents[1].document_number", "reference_documents[1].document_number"),
    ("transformation", "inputs[2].input_tlc", "inputs[2].input_tlc"),
    ("transformation", "inputs.input_tlc", "inputs[].input_tlc"),
    ("transformation", "input_tlc", "inputs[].input_tlc"),
    ("initial_packing", "received[1].harvest_date", "received[1].harvest_date"),
    ("initial_packing", "received.harvest_date", "harvest_date"),
    ("kill_step_record", "tlcs_received", "tlcs_received"),
    ("one_up_one_back", "next_recipient.city", "next_recipient.city"),
])  # fmt: skip
def test_our_own_field_names_are_captions_too(kind, caption, field):
    assert find(kind, caption).field == field


@pytest.mark.parametrize(("kind", "caption"), [
    ("shipping", "City"), ("shipping", "Name"), ("shipping", "Notes"), ("shipping", "Column1"), ("shipping", ""),
    ("shipping", "Driver's phone"), ("shipping", "Temperature"), ("receiving", "Harvest Date"),
    ("transformation", "inputs[0].ship_date"), ("shipping", "inputs[0].input_tlc"),
])  # fmt: skip
def test_captions_that_could_mean_anything_mean_nothing(kind, caption):
    assert find(kind, caption) is None


def test_a_slip_of_the_pen_is_forgiven_and_said():
    match = find("receiving", "Recieved Date")
    assert (match.field, match.how) == ("received_date", "similar")
    assert find("shipping", "Tracability Lot Code").field == "tlc"


def test_start_and_end_are_no_slips_of_each_other():
    assert find("first_land_based_receiving", "Harvest Date Start").field == "harvest_date_start"
    assert find("first_land_based_receiving", "Harvest Date Ende") is None


def test_a_paper_named_over_the_column_is_the_documents_type():
    match = find("shipping", "PO #")
    assert (match.field, match.paper) == ("reference_documents[].document_number", "Purchase Order")


def test_further_pairs_of_documents_are_counted():
    assert find("shipping", "Reference Document Type2").field == "reference_documents[1].document_type"
    assert find("shipping", "Reference Document Number 3").field == "reference_documents[2].document_number"


def test_the_columns_our_export_adds_are_known_and_fill_nothing():
    assert find("shipping", "Unit of Measure, normalised").how == "ours"
    assert find("shipping", "Source document SHA-256").how == "ours"


@pytest.mark.parametrize(("name", "kind"), [
    ("Shipping", "shipping"), ("shipping (2)", "shipping"), ("Farm Purchase by RFE or Rest.", "farm_direct_purchase"),
    ("Shipments", "shipping"), ("Kill Step", "kill_step_record"), ("Sheet1", None), ("Ship", "shipping"), ("F", None),
])  # fmt: skip
def test_sheets_are_known_by_name(name, kind):
    assert kind_of_sheet(name) == kind


def test_types_are_named_by_value_or_by_fdas_sheet():
    assert kind_named("First Land-Based Receiving") == "first_land_based_receiving"
    assert kind_named("SHIPPING ") == "shipping"
    assert kind_named("selling") is None


def test_a_hint_and_a_date_format_are_no_part_of_a_caption():
    assert key("Ship Date (mm/dd/yyyy)\n\n(e.g., 01/31/2026)") == key("Shipping date")


def test_very_long_text_is_no_caption():
    assert find("shipping", "Traceability Lot Code " * 200) is None
