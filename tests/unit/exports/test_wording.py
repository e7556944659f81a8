"""Places, products and credentials in one line; by hand."""

from engine.exports.wording import place_in_words, product_in_words, requester_in_words
from engine.fsma.descriptions import LocationDescription, ProductDescription
from tests.worked_example import LOCATIONS


def test_place_stands_in_the_order_of_its_columns():
    assert place_in_words(LocationDescription(**LOCATIONS["L05"])) == (
        "Tiny Acre Farm, +1 303 555 0155, 88 Weld County Road 7, Hudson, CO, 80642, US")


def test_place_without_a_street_is_told_by_its_coordinates():
    farm = LocationDescription(business_name="Sunridge", latitude=36.840201, longitude=-120.45731, gln="9521008000010")
    assert place_in_words(farm) == "Sunridge, 36.840201, -120.45731, GLN 9521008000010"


def test_nothing_is_told_of_nothing():
    assert place_in_words(None) == place_in_words(LocationDescription()) == product_in_words(None) == ""


def test_product_leaves_out_what_it_does_not_say():
    assert product_in_words(ProductDescription(product_name="Parsley", packaging_size="5 lb")) == "Parsley; 5 lb"


def test_key_is_told_by_name_hint_and_organization():
    row = {"kind": "API key", "name": "night export", "hint": "csb_ab…yz", "organization": "Prairie Fork"}
    assert requester_in_words(row, "x") == "API key “night export” (csb_ab…yz) of Prairie Fork"


def test_person_is_told_by_name_alone_and_a_vanished_credential_by_its_id():
    row = {"kind": "user", "name": "M. Lindqvist", "hint": None, "organization": None}
    assert requester_in_words(row, "x") == "user “M. Lindqvist”"
    assert requester_in_words(None, "2xyz") == "2xyz"
