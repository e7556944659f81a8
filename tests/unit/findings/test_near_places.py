"""Which descriptions probably mean one place."""

import pytest

from engine.findings.rules.places import alike
from engine.fsma.descriptions import LocationDescription

DC = {"business_name": "Heartland Fresh Markets - DC 3", "phone_e164": "+18165550177", "gln": "9521004001004",
      "street_address": "9000 Front Street", "city": "Kansas City", "postal_code": "64120"}


def both(**changes) -> bool:
    other = {key: value for key, value in {**DC, "gln": None, **changes}.items() if value}
    one, two = LocationDescription(**DC), LocationDescription(**other)
    assert alike(one, two) == alike(two, one)
    return alike(one, two)


@pytest.mark.parametrize("changes", [
    {"business_name": "Heartland Fresh Market, DC 3"},
    {"street_address": "9000 Front St."},
    {"phone_e164": None, "street_address": "9000 Front Str."},
    {"street_address": "1 Elsewhere Road", "postal_code": "10001", "city": "New York"},
    {"business_name": "HFM Distribution"},
])
def test_two_of_phone_name_and_address_agree(changes):
    assert both(**changes)


@pytest.mark.parametrize("changes", [
    {"gln": "9521004000120"},
    {"business_name": "Heartland Fresh Markets - DC 4", "street_address": "9100 Front Street"},
    {"business_name": "Riverside Cold Storage", "street_address": "12 Quay Street"},
    {"phone_e164": None, "street_address": "9000 Front Street", "postal_code": "10001", "city": "New York"},
    {"phone_e164": None, "business_name": "Riverside Cold Storage"},
])
def test_one_of_them_is_not_enough_and_numbers_must_be_equal(changes):
    assert not both(**changes)
