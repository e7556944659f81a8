"""A plan against the paragraphs of 21 CFR 1.1315(a), and as a document."""

from datetime import date

import pytest
from pydantic import ValidationError

from engine.plans.plan import Contact, GrowingArea, LotCodes, Plan, Product, RecordStore
from engine.plans.text import as_text, difference

WHOLE = Plan(
    effective_date=date(2026, 9, 1), locations=["Arroyo Verde Farms, Salinas"],
    procedures="Events are sent to lotgraph by the packing line.",
    record_stores=[RecordStore(name="lotgraph", format="XLSX", location="Salinas office")],
    ftl_identification="By GTIN, against the catalogue.",
    products=[Product(product_name="Romaine hearts", gtin="19521002000129", ftl_category="leafy_greens_fresh")],
    lot_code_assignment="At packing.", lot_codes=[LotCodes(location="Bluebird Packers", pattern="AV + Julian date")],
    contact=Contact(name="Rosa Iglesias", phone="+1 831 555 0101"), grows_food=True,
    fields=[GrowingArea(farm="Arroyo Verde", name="RB-12", latitude=36.61, longitude=-121.6)],
)


def test_a_whole_plan_lacks_nothing():
    assert list(WHOLE.gaps()) == []


@pytest.mark.parametrize(("change", "section"), [
    ({"procedures": ""}, "(a)(1)"), ({"record_stores": []}, "(a)(1)"),
    ({"record_stores": [RecordStore(name="lotgraph")]}, "(a)(1)"), ({"ftl_identification": ""}, "(a)(2)"),
    ({"lot_code_assignment": ""}, "(a)(3)"), ({"contact": Contact(phone="+1 831 555 0101")}, "(a)(4)"),
    ({"contact": Contact(job_title="QA manager")}, "(a)(4)"), ({"fields": []}, "(a)(5)"),
    ({"fields": [GrowingArea(name="RB-13")]}, "(a)(5)"),
])
def test_each_paragraph_is_missed_by_itself(change, section):
    (told, _), = WHOLE.model_copy(update=change).gaps()
    assert told == f"§1.1315{section}"


def test_a_firm_that_assigns_no_codes_and_grows_nothing_owes_neither():
    store = WHOLE.model_copy(update={"assigns_lot_codes": False, "lot_code_assignment": "", "grows_food": False,
                                     "fields": []})
    assert list(store.gaps()) == []
    text = as_text(store, "Store 12", 1, "operator")
    assert "This firm assigns none." in text
    assert "Farm map" not in text


def test_the_document_holds_everything_once():
    text = as_text(WHOLE, "Arroyo Verde Farms", 3, "user:1")
    assert text.startswith("# Traceability plan of Arroyo Verde Farms\n\n")
    assert "Version 3, in effect from 2026-09-01, by user:1." in text
    for said in ("lotgraph; XLSX; Salinas office", "Romaine hearts; 19521002000129; leafy_greens_fresh",
                 "Bluebird Packers: AV + Julian date", "Rosa Iglesias; +1 831 555 0101",
                 "Arroyo Verde; RB-12; 36.610000, -121.600000"):
        assert text.count(said) == 1


def test_an_outline_is_written_latitude_first():
    area = GrowingArea(name="RB-12", points=[(-121.6, 36.61), (-121.59, 36.61)])
    text = as_text(WHOLE.model_copy(update={"fields": [area]}), "Firm", 1, "operator")
    assert "RB-12; outline 36.610000,-121.600000 36.610000,-121.590000" in text


def test_a_difference_shows_what_changed_and_nothing_else():
    after = WHOLE.model_copy(update={"ftl_identification": "By hand."})
    told = difference(as_text(WHOLE, "Firm", 1, "x"), as_text(after, "Firm", 1, "x"), ("version 1", "version 2"))
    assert [line for line in told.splitlines() if line[0] in "+-"] == [
        "--- version 1", "+++ version 2", "-By GTIN, against the catalogue.", "+By hand."]


@pytest.mark.parametrize("bad", [
    {"effective_date": "soon"}, {"effective_date": "2026-09-01", "approved_by": "FDA"},
    {"effective_date": "2026-09-01", "fields": [{"name": "RB", "latitude": 91}]},
    {"effective_date": "2026-09-01", "products": [{"product_name": "x", "gtin": "12"}]},
    {"effective_date": "2026-09-01", "procedures": "x" * 20_001},
])
def test_what_no_plan_holds_is_refused(bad):
    with pytest.raises(ValidationError):
        Plan.model_validate(bad)
