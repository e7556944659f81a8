"""Which places look like one written twice, and which are told apart."""

from dataclasses import replace

import pytest

from engine.catalogue.near import Place, near_duplicates
from engine.fsma.descriptions import LocationDescription
from engine.fsma.likeness import metres

MILL = {"business_name": "Harvest Foods", "street_address": "12 Mill Road", "city": "Salinas", "state_region": "CA",
        "postal_code": "93901"}


def place(no, mine=False, own=True, **words):
    return Place(no, f"id-{no}", mine, own, LocationDescription(**words))


def reasons(one, other):
    found = near_duplicates([place(1, **one), place(2, **other)])
    return set(found[0].reasons) if found else None


@pytest.mark.parametrize("other", [
    {"business_name": "Harvest Foods, Inc."},
    {"business_name": "HARVEST FOODS LLC"},
    {"business_name": "Foods Harvest"},
    {"business_name": "Harvest  Fóods"},
    {"street_address": "12 Mill Rd."},
    {"street_address": "12 MILL ROAD", "postal_code": "93901-1234"},
    {"postal_code": None},
])
def test_spellings_of_one_place_are_a_pair(other):
    assert reasons(MILL, MILL | other) == {"name", "address"}


@pytest.mark.parametrize("other", [
    {"street_address": "14 Mill Road"},
    {"business_name": "Ocean Cold Storage"},
    {"business_name": "Harvest Foods", "street_address": "900 Harbor Blvd", "city": "Yuma", "postal_code": "85364"},
])
def test_other_places_are_no_pair(other):
    assert reasons(MILL, MILL | other) is None


def test_a_telephone_number_in_any_spelling_counts():
    moved = {"street_address": "900 Harbor Blvd", "city": "Yuma", "postal_code": "85364", "phone": "831.555.0142"}
    assert reasons(MILL | {"phone": "(831) 555-0142"}, MILL | moved) == {"name", "phone"}
    assert reasons(MILL | {"phone": "(831) 555-0142"}, moved | {"business_name": "Ocean Cold Storage"}) is None


def test_which_place_came_first_makes_no_difference():
    one, other = Place(1, "b", False, True, LocationDescription(**MILL)), Place(2, "a", False, True,
                                                                               LocationDescription(**MILL))
    for places in ([one, other], [replace(one, no=2), replace(other, no=1)]):
        assert [(pair.one.id, pair.into.id) for pair in near_duplicates(places)] == [("b", "a")]


def test_neighbouring_coordinates_count():
    point = {"business_name": "Harvest Foods", "latitude": 36.67770, "longitude": -121.65550}
    # 0.001 degrees of latitude are 111 m, 0.01 are 1.1 km.
    assert reasons(point, point | {"latitude": 36.67870}) == {"name", "coordinates"}
    assert reasons(point, point | {"latitude": 36.68770}) is None
    assert reasons(point | {"latitude": 36.67999}, point | {"latitude": 36.68001}) == {"name", "coordinates"}


def test_a_degree_of_latitude_is_111_km_and_one_of_longitude_less():
    here, north, east = (LocationDescription(latitude=a, longitude=b) for a, b in ((60, 10), (61, 10), (60, 11)))
    assert metres(here, north) == pytest.approx(111_195, rel=0.001)
    assert metres(here, east) == pytest.approx(55_597, rel=0.005)


def test_two_glns_tell_two_places_apart():
    one, other = {"gln": "9521003000015"}, {"gln": "9521004000274"}
    assert reasons(MILL | one, MILL | other) is None
    assert reasons(MILL | one, MILL | {"street_address": "12 Mill Rd"}) == {"name", "address"}
    # A GLN that fails its check digit numbers nothing.
    assert reasons(MILL | one, MILL | {"gln": "9521003000016"}) == {"name", "address"}


def test_the_registered_place_is_the_one_to_keep():
    pair, = near_duplicates([place(1, **MILL), place(2, mine=True, **MILL | {"street_address": "12 Mill Rd"})])
    assert (pair.into.no, pair.one.no, pair.mergeable) == (2, 1, True)
    pair, = near_duplicates([place(1, own=False, **MILL), place(2, **MILL | {"street_address": "12 Mill Rd"})])
    assert (pair.into.no, pair.mergeable) == (1, False)


def test_the_likeliest_pair_comes_first():
    found = near_duplicates([place(1, **MILL), place(2, **MILL | {"street_address": "12 Mill Rd"}),
                             place(3, **MILL | {"business_name": "Harvests Food"})])
    assert [(pair.into.no, pair.one.no) for pair in found][0] == (1, 2)
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)


def test_a_number_that_thousands_share_compares_nothing():
    places = [place(n, business_name=f"Firm {n}", phone="831-555-0100", gln=None) for n in range(300)]
    assert near_duplicates(places) == []


def test_places_that_say_nothing_are_no_pair():
    assert near_duplicates([place(1), place(2), place(3, gln="9521003000015")]) == []


def test_a_row_speaks_in_its_fullest_description():
    row = {"no": 1, "id": "x", "mine": False, "own": True, "descriptions": ['{"gln":"9521003000015"}', (
        '{"business_name":"Harvest Foods","city":"Salinas"}')]}
    assert Place.of(row).place.business_name == "Harvest Foods"
    assert Place.of(row | {"descriptions": []}) is None
