"""A sender says once what its names of places and products stand for."""

import pytest

from engine.errors import BadRequest
from engine.fsma.judge import judge
from engine.sheets import Mapping
from tests.untidy import TODAY, csv_text, groups, workbook

GLN = "9521501000036"
STORE = {"business_name": "Prairie Grocers #12", "street_address": "12 Elm St", "city": "Topeka", "state_region": "KS"}
MAPPING = Mapping(
    places={"DC 3": {"gln": GLN}, "Store 12": STORE},
    products={"RomHrts": {"product_name": "Romaine hearts", "packaging_size": "10 lb", "packaging_style": "case"}},
)
HEADS = ("TLC", "Quantity", "Unit of Measure", "Product", "Ship Date", "Ship From Name", "Ship To Name",
         "Ship To City", "TLC Source Name", "BOL Number")  # fmt: skip


def sent(*rows, mapping=MAPPING):
    return groups(csv_text(HEADS, *rows), "shipping.csv", mapping=mapping)


def row(source="DC 3", to="Store 12", city=None, product="RomHrts"):
    return ("A1", 24, "case", product, "2026-08-14", source, to, city, source, "BOL 1")


def told(group):
    return [(n.severity, n.row, n.column, n.field, n.value) for n in group.notes if n.rule == "V-SHT-21"]


def test_a_name_is_read_as_what_is_saved_for_it():
    (group,) = sent(row())
    event = group.event
    assert event["ship_from_location"] == {"business_name": "DC 3", "gln": GLN}
    assert event["tlc_source"] == {"business_name": "DC 3", "gln": GLN}
    assert event["ship_to_location"] == STORE
    assert event["product"] == {"product_name": "Romaine hearts", "packaging_size": "10 lb", "packaging_style": "case"}


def test_a_record_of_names_alone_is_accepted_only_with_what_they_stand_for():
    (with_mapping,), (without,) = sent(row()), sent(row(), mapping=None)
    assert judge(with_mapping.event, 0, TODAY).record is not None
    refused = judge(without.event, 0, TODAY)
    assert refused.record is None
    errors = [(f.rule, f.field) for f in refused.findings if f.severity == "error"]
    assert errors == [("V-GEN-05", "ship_from_location")]


def test_it_is_told_once_a_name_at_its_cell():
    first, second = sent(row(), row(product="romhrts"))
    assert told(first) == [
        ("info", 2, "D", "product.product_name", "RomHrts"),
        ("info", 2, "F", "ship_from_location.business_name", "DC 3"),
        ("info", 2, "G", "ship_to_location.business_name", "Store 12"),
    ]
    assert told(second) == [("info", 3, "D", "product.product_name", "romhrts")]


def test_case_and_blanks_tell_no_names_apart_and_likeness_says_nothing():
    one, other = sent(row(source="dc  3"), row(source="DC 33"))
    assert one.event["ship_from_location"]["gln"] == GLN
    assert other.event["ship_from_location"] == {"business_name": "DC 33"}


def test_a_row_that_says_otherwise_counts_alone_and_is_told_of_each_time():
    groups_sent = sent(row(city="Topeka"), row(city="Wichita"), row(city="n/a"), row(city="Wichita"))
    cities = [group.event["ship_to_location"] for group in groups_sent]
    assert cities[0] == STORE and cities[2] == STORE
    assert cities[1] == cities[3] == {"business_name": "Store 12", "city": "Wichita"}
    (warned,) = [n for n in groups_sent[3].notes if n.severity == "warning"]
    assert (warned.rule, warned.row, warned.column) == ("V-SHT-21", 5, "G")
    assert warned.message == "The city is not that of your mapping; only the row counts."


def test_inputs_and_further_rows_of_one_record_are_completed_too():
    heads = ("New TLC", "Date", "Transformation Location Name", "Quantity", "Unit of Measure", "Product", "Input TLC",
             "Input Product", "Input Quantity", "Input Unit of Measure")  # fmt: skip
    first = ("E1", "2026-08-14", "DC 3", 10, "case", "Salad", "A1", "RomHrts", 4, "case")
    second = ("E1", "2026-08-14", "DC 3", 10, "case", "Salad", "A2", "RomHrts", 5, "case")
    (group,) = groups(workbook({"Transformation": [heads, first, second]}), "made.xlsx", mapping=MAPPING)
    assert [each["input_product"]["packaging_size"] for each in group.event["inputs"]] == ["10 lb", "10 lb"]
    assert group.event["transformation_location"] == {"business_name": "DC 3", "gln": GLN}


def test_a_row_of_our_export_is_left_as_it_is():
    heads, cells = [*HEADS, "Type of record", "Further data of the record (JSON)"], [*row(), "shipping", "{}"]
    (group,) = groups(workbook({"Shipping": [heads, cells]}), "export.xlsx", mapping=MAPPING)
    assert group.event["ship_to_location"] == {"business_name": "Store 12"}
    assert told(group) == []


@pytest.mark.parametrize(("names", "said"), [
    ({"places": []}, "objects by name"),
    ({"places": {"DC 3": "9521501000036"}}, "objects by name"),
    ({"places": {"DC 3": {"phone": "1"}}}, "“DC 3” needs a GLN"),
    ({"places": {"DC 3": {"gln": "9521501000037"}}}, "“DC 3” needs a GLN with a right check digit"),
    ({"places": {"DC 3": {"street_address": "1 Elm St", "gln": "1"}}}, "right check digit"),
    ({"places": {"DC 3": {"latitude": float("nan"), "longitude": 1.0}}}, "cannot have this latitude"),
    ({"places": {"DC 3": {"colour": "red"}}}, "cannot have this colour"),
    ({"products": {"RomHrts": {"packaging_size": 10}}}, "cannot have this packaging_size"),
    ({"products": 3}, "objects by name"),
])
def test_what_explains_no_name_is_refused(names, said):
    with pytest.raises(BadRequest, match=said):
        Mapping.from_json(names)


def test_what_was_saved_reads_back_as_it_was_said():
    assert Mapping.from_json(MAPPING.to_json()) == MAPPING
