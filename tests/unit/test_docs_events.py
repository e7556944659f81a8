"""docs/events.md tells every field of every kind of event, in the order, form and paragraph the code has."""

import re
from pathlib import Path

import pytest

from engine.fsma.cte_types import KINDS
from engine.fsma.descriptions import (
    ExemptionClaim,
    Gap,
    HarvestLocation,
    LocationDescription,
    ProductDescription,
    ReferenceDocument,
    TlcCandidate,
    TlcSourceReference,
    UnitContent,
)
from engine.fsma.kdes import ENVELOPE, INPUT_ITEM, RECEIVED_ITEM, Form, Kde

PAGE = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
TABLES = {
    "Any event": ENVELOPE,
    **{kind.cte_type.value: kind.elements for kind in KINDS.values()},
    "Items of received": RECEIVED_ITEM,
    "Items of inputs": INPUT_ITEM,
}
SHAPES = {
    "content": UnitContent, "location": LocationDescription, "product": ProductDescription,
    "documents": ReferenceDocument, "reference": TlcSourceReference, "harvest_locations": HarvestLocation,
    "gaps": Gap, "candidates": TlcCandidate, "claim": ExemptionClaim,
}


def rows(section: str) -> list[list[str]]:
    lines = [line for line in SECTIONS[section].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def as_told(element: Kde) -> list[str]:
    return [f"`{element.field}`", f"`{element.form}`", element.paragraph or "-", element.label]


@pytest.mark.parametrize("section", TABLES)
def test_a_table_holds_exactly_the_fields_of_the_code(section):
    assert rows(section) == [as_told(element) for element in TABLES[section]]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.cte_type.value)
def test_a_kind_names_its_section_date_and_place(kind):
    told = SECTIONS[kind.cte_type.value]
    assert f"§{kind.section}. Date: `{kind.date_field}`. Place: `{kind.place_field}`." in told
    assert ("assigns the traceability lot code" in told) is kind.creates_lot


def test_every_form_is_told_once():
    assert sorted(row[0].strip("`") for row in rows("Forms of values")) == sorted(form.value for form in Form)


@pytest.mark.parametrize("form", SHAPES)
def test_a_form_with_parts_names_each_of_them(form):
    told = next(row[1] for row in rows("Forms of values") if row[0] == f"`{form}`")
    worked_out = {"phone_e164"}
    assert [part for part in SHAPES[form].model_fields if part not in told and part not in worked_out] == []
