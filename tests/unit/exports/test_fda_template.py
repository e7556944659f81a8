"""FDA's template in our tree against the reference compiled from FDA's workbook."""

import json
from pathlib import Path

import pytest

from engine.exports.places import LOCATION_LEAVES, PRODUCT_LEAVES
from engine.exports.template import template

REFERENCE = Path(__file__).parents[4] / "shared" / "reference" / "fda_template.json"

NAMES = [
    "Introduction", "Definitions", "Harvesting", "Cooling", "Initial Packing", "Initial Packing Sprouts",
    "Initial Packing from Exempt", "First Land-Based Receiving", "Shipping", "Receiving", "Receiving From Exempt",
    "Transformation", "Farm Purchase by RFE or Rest.  ", "Ad-hoc RFE or Rest. Purchase",
    "Farm to School or Institution",
]  # fmt: skip


def test_the_fifteen_sheets_stand_in_fdas_order_under_fdas_names():
    assert [s.name for s in template().sheets] == NAMES


def test_column_counts_are_those_of_fsma204_md_4_2():
    counts = [25, 30, 47, 54, 34, 26, 36, 36, 29, 31, 7, 8, 7]
    assert [len(s.columns) for s in template().data_sheets] == counts


def test_every_caption_hint_field_and_paragraph_equals_the_reference():
    if not REFERENCE.exists():
        pytest.skip("the reference text is not on this machine")
    reference = json.loads(REFERENCE.read_text("utf-8"))["sheets"]
    for ours, theirs in zip(template().sheets, reference, strict=True):
        if theirs["kind"] == "text":
            assert [list(row) for row in ours.rows] == theirs["rows"]
            continue
        names = ("stem", "hint", "field", "type", "section", "req")
        for column, expected in zip(ours.columns, theirs["columns"], strict=True):
            assert [getattr(column, n) for n in names] == [expected[n] for n in names]
            flags = {"event_date", "assigns_tlc", "is_tlc_source", "repeats"}
            assert column.flags == {f for f in flags if expected.get(f)}


def test_every_record_type_has_one_sheet():
    types = [s.cte_type for s in template().data_sheets]
    assert len(set(types)) == 13
    assert template().sheet("shipping").name == "Shipping"


def test_nested_fields_are_parts_of_a_location_a_product_a_document_or_an_input():
    known = {*LOCATION_LEAVES, *PRODUCT_LEAVES, "document_type", "document_number", "value"}
    for sheet in template().data_sheets:
        for column in sheet.columns:
            root, dot, leaf = column.field.rpartition(".")
            assert not dot or root == "inputs[]" or leaf in known, column.field


def test_the_source_is_named_with_edition_address_and_hash():
    assert "June 2024 edition" in template().edition
    assert "https://www.fda.gov/media/179617/download" in template().edition
    assert "628c1ef9fd12c50e0a26ed7b92a7d26044b70ec3926bc828b7111ff4c41b8043" in template().edition
