from math import isclose

import pytest

from engine.fsma.descriptions import UnitContent
from engine.fsma.masses import kilograms, packed, weighed

POUND = 0.45359237  # by definition (international yard and pound agreement, 1959)


@pytest.mark.parametrize(("quantity", "unit", "expected"), [
    (1, "pound", POUND), (16, "ounce", POUND), (2, "metric_ton", 2000), (3, "kilogram", 3),
])
def test_masses_are_converted(quantity, unit, expected):
    assert isclose(kilograms(quantity, unit), expected)


@pytest.mark.parametrize("unit", ["case", "gallon", "each", None, "stone"])
def test_what_is_no_mass_has_none(unit):
    assert kilograms(1, unit) is None


@pytest.mark.parametrize(("size", "pounds"), [
    ("25 lb", 25), ("12 x 10 oz", 7.5), ("6 x 16 oz", 6), ("24 ct (20 lb)", 20), ("12 x 3 ct (18 lb)", 18),
    ("2 x 5 lb", 10), ("10-lb", 10), ("40 lbs. net", 40), ("2 x 6 x 8 oz", 6),
])
def test_a_packaging_size_tells_the_mass_of_a_package(size, pounds):
    assert isclose(packed(size), pounds * POUND)


@pytest.mark.parametrize("size", ["bulk", "24 ct", "12 x 3 ct", "", "16 fl oz", "carton", "x" * 5_000])
def test_a_packaging_size_without_a_mass_tells_none(size):
    assert packed(size) is None


def test_what_one_container_holds_counts_before_its_packaging_size():
    bin_of_400 = UnitContent(quantity=400, unit="pound")
    assert isclose(weighed(40, "bin", bin_of_400, "25 lb"), 16_000 * POUND)
    assert isclose(weighed(640, "case", None, "25 lb"), 16_000 * POUND)


@pytest.mark.parametrize(("quantity", "unit", "size"), [
    (2, "pallet", "25 lb"), (2, "each", "25 lb"), (2, "case", None), (None, "case", "25 lb"), (2, None, "25 lb"),
])
def test_containers_of_unknown_content_weigh_nothing_anybody_knows(quantity, unit, size):
    assert weighed(quantity, unit, None, size) is None
