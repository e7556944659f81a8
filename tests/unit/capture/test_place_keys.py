"""Which descriptions are one place; keys and groups by hand."""

from engine.capture.places import Known, keys_of, partition
from engine.fsma.descriptions import LocationDescription

GLN, OTHER, ADDRESS = "gln:9521003000015", "gln:9521004001004", "address:prairie fork salads|4100 peoria park|80011"


def test_gln_comes_before_name_with_address():
    place = LocationDescription(gln="9521003000015", business_name="Prairie  Fork SALADS.", city="Aurora",
                                street_address="4100 Peoria Park", state_region="CO", postal_code="80011-1234")
    assert keys_of(place) == (GLN, ADDRESS, "address:prairie fork salads|4100 peoria park|aurora|co")


def test_ffrn_counts_with_its_address_alone():
    assert keys_of(LocationDescription(ffrn="10000000062")) == ()
    assert keys_of(LocationDescription(ffrn="10000000062", street_address="1 Pier", postal_code="02740")) \
        == ("ffrn:10000000062|1 pier|02740",)


def test_name_alone_is_a_key_only_where_nothing_else_is():
    assert keys_of(LocationDescription(business_name="Café", city="Hudson")) == ("name:cafe|hudson||",)


def test_description_with_two_keys_joins_those_with_one():
    found = partition([(GLN,), (ADDRESS,), (GLN, ADDRESS)], {})
    assert len(set(found.place_of.values())) == 1
    assert list(found.keys.values()) == [[ADDRESS, GLN]]


def test_two_stored_places_that_prove_one_keep_the_lower_number():
    found = partition([(GLN, ADDRESS)], {GLN: Known(7, False), ADDRESS: Known(4, False)})
    assert (found.merged, found.place_of) == ({7: 4}, {(GLN, ADDRESS): 4})


def test_stranger_of_a_registered_place_is_that_place_and_joins_nothing():
    found = partition([(GLN, OTHER), (OTHER,)], {GLN: Known(7, True), OTHER: Known(4, False)})
    assert found.place_of == {(GLN, OTHER): 7, (OTHER,): 4}
    assert (found.merged, found.strangers) == ({}, [(GLN, OTHER)])
