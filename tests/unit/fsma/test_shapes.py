import pytest

from engine.fsma.shapes import MOST_FAULTS, shape_faults
from tests.judging import event


def one(**changes):
    return [(f["loc"], f["type"]) for f in shape_faults({"events": [event("EV13", **changes)]})]


@pytest.mark.parametrize(
    ("document", "loc", "kind"),
    [
        ([], ["body"], "dict_type"),
        (None, ["body"], "dict_type"),
        ("events", ["body"], "dict_type"),
        ({}, ["body", "events"], "missing"),
        ({"events": None}, ["body", "events"], "list_type"),
        ({"events": {}}, ["body", "events"], "list_type"),
        ({"events": []}, ["body", "events"], "too_short"),
        ({"events": [{}, 7]}, ["body", "events", 1], "dict_type"),
    ],
)
def test_documents_of_another_shape(document, loc, kind):
    (fault,) = shape_faults(document)
    assert (fault["loc"], fault["type"]) == (loc, kind)
    assert fault["msg"]


@pytest.mark.parametrize(
    ("field", "sent", "kind"),
    [
        ("transformation_location", "L06", "dict_type"),
        ("transformation_location", ["L06"], "dict_type"),
        ("product", 7, "dict_type"),
        ("quantity", {"value": 1}, "float_type"),
        ("quantity", [1], "float_type"),
        ("quantity", True, "float_type"),
        ("tlc", ["A"], "string_type"),
        ("tlc", {"code": "A"}, "string_type"),
        ("transformation_date", {"day": 1}, "string_type"),
        ("inputs", {"input_tlc": "A"}, "list_type"),
        ("inputs", "A", "list_type"),
        ("reference_documents", "BOL 1", "list_type"),
        ("tlc_source_reference", ["x"], "dict_type"),
        ("retail_food_establishment", "yes", "bool_type"),
        ("cte_type", ["shipping"], "string_type"),
        ("gaps", {"field": "x"}, "list_type"),
    ],
)
def test_values_of_the_wrong_type_are_pointed_at(field, sent, kind):
    assert one(**{field: sent}) == [(["body", "events", 0, field], kind)]


@pytest.mark.parametrize(
    ("changes", "loc"),
    [
        ({"transformation_location": {"gln": ["1"]}}, ["transformation_location", "gln"]),
        ({"transformation_location": {"latitude": {}}}, ["transformation_location", "latitude"]),
        ({"product": {"product_name": {}}}, ["product", "product_name"]),
        ({"inputs": [{"input_tlc": "A"}, {"input_product": "P01"}]}, ["inputs", 1, "input_product"]),
        ({"inputs": [{"input_product": {"gtin": []}}]}, ["inputs", 0, "input_product", "gtin"]),
        ({"inputs": ["A"]}, ["inputs", 0]),
        ({"reference_documents": [{"document_type": []}]}, ["reference_documents", 0, "document_type"]),
        ({"received": [{"harvest_farm": 1}]}, ["received", 0, "harvest_farm"]),
    ],
)
def test_nested_values_are_pointed_at(changes, loc):
    assert [where for where, _ in one(**changes)] == [["body", "events", 0, *loc]]


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": "abc"},
        {"transformation_date": "nonsense"},
        {"transformation_date": 46248},
        {"tlc": 4711},
        {"tlc": None, "product": None, "inputs": None},
        {"tlc_source_reference": "https://example.org"},
        {"unknown_field": {"any": [1, {"deep": []}]}},
        {"harvest_locations": "FAO: 21"},
        {"exemption_claim": "(a)(1)"},
    ],
)
def test_unreadable_values_and_unknown_fields_are_no_shape_faults(changes):
    assert one(**changes) == []


def test_faults_are_listed_in_the_order_of_the_document_up_to_a_limit():
    faults = shape_faults({"events": [7] * 5000})
    assert [f["loc"] for f in faults] == [["body", "events", n] for n in range(MOST_FAULTS)]
