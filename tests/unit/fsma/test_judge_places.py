import pytest

from tests.judging import found, judged, only

STORE = {
    "business_name": "Heartland Fresh Markets - Store 12",
    "phone": "+1 785 555 0188",
    "street_address": "1201 Gage Boulevard",
    "city": "Topeka",
    "state_region": "KS",
    "postal_code": "66604",
    "country": "US",
}


def shipped_to(**changes):
    place = {key: value for key, value in {**STORE, **changes}.items() if value is not None}
    return judged("EV16", ship_to_location=place)


def test_a_full_description_needs_no_gln():
    assert found(shipped_to()) == []


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ("business_name", "V-LOC-01"), ("phone", "V-LOC-01"), ("street_address", "V-LOC-02"), ("city", "V-LOC-03"),
        ("state_region", "V-LOC-03"), ("postal_code", "V-LOC-03"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("empty", [None, "", "n/a", "unknown"])
def test_missing_parts_are_warnings(part, rule, empty):
    assert found(shipped_to(**{part: empty})) == [(rule, "warning", f"ship_to_location.{part}")]


def test_coordinates_stand_for_the_street():
    assert found(shipped_to(street_address=None, latitude=39.05, longitude=-95.68)) == []
    typed = shipped_to(street_address="39.0501, -95.6802")
    assert found(typed) == []
    assert (typed.record.ship_to_location.latitude, typed.record.ship_to_location.street_address) == (39.0501, None)


def test_half_a_pair_of_coordinates_is_none():
    assert found(shipped_to(street_address=None, latitude=39.05)) == [
        ("V-LOC-02", "warning", "ship_to_location.street_address")
    ]


@pytest.mark.parametrize(("latitude", "longitude"), [(0, 0), (95.1, -100), (39.05, 200)])
def test_impossible_coordinates(latitude, longitude):
    assert found(shipped_to(latitude=latitude, longitude=longitude)) == [
        ("V-LOC-04", "warning", "ship_to_location.latitude")
    ]


def test_coordinates_that_are_no_number():
    assert found(shipped_to(latitude="36 50 N", longitude=-95.0)) == [
        ("V-LOC-04", "warning", "ship_to_location.latitude")
    ]


@pytest.mark.parametrize("street", ["P.O. Box 12", "PO Box 12", "Post Office Box 12", "p.o.box 9"])
def test_no_food_is_in_a_post_office_box(street):
    assert found(shipped_to(street_address=street)) == [("V-LOC-04", "warning", "ship_to_location.street_address")]


@pytest.mark.parametrize("code", ["666041", "2740", "1201 Gage Boulevard, Topeka KS", "KS"])
def test_what_is_plainly_no_zip_code(code):
    finding = only(shipped_to(postal_code=code))
    assert (finding.rule, finding.field, finding.value) == ("V-LOC-03", "ship_to_location.postal_code", code)


@pytest.mark.parametrize("code", ["66604", "66604-1234", 66604])
def test_zip_codes(code):
    assert found(shipped_to(postal_code=code)) == []


def test_a_foreign_place_needs_its_country():
    assert found(shipped_to(state_region="Sonora", postal_code="83000", country=None)) == [
        ("V-LOC-03", "warning", "ship_to_location.country")
    ]
    mexican = shipped_to(state_region="Sonora", postal_code="83000", country="Mexico", phone="662 123 4567")
    assert found(mexican) == []
    place = mexican.record.ship_to_location
    assert (place.country, place.phone, place.phone_e164) == ("MX", "662 123 4567", "+526621234567")


@pytest.mark.parametrize("country", [None, "n/a", "", "USA", "United States"])
def test_a_us_state_is_in_the_us(country):
    judgement = shipped_to(country=country)
    assert found(judgement) == []
    assert judgement.record.ship_to_location.country == "US"


@pytest.mark.parametrize("gln", ["9521004000121", "952100400012", "12345"])
def test_a_wrong_gln_is_a_warning(gln):
    assert found(shipped_to(gln=gln)) == [("V-LOC-05", "warning", "ship_to_location.gln")]


def test_a_wrong_gln_looks_nothing_up():
    rules = {rule for rule, _, _ in found(judged("EV16", ship_to_location={"gln": "9521004000121"}))}
    assert rules == {"V-LOC-05", "V-LOC-01", "V-LOC-02", "V-LOC-03"}


@pytest.mark.parametrize(
    "spelled", ["9521004000120", "GLN: 952 100400 0120", "https://id.gs1.org/414/9521004000120", 9521004000120]
)
def test_spellings_of_a_gln(spelled):
    judgement = judged("EV16", ship_to_location={"gln": spelled})
    assert found(judgement) == []
    assert judgement.record.ship_to_location.gln == "9521004000120"


def test_places_inside_a_packing_record_are_judged_and_named_as_they_were_sent():
    flat = judged("EV04", harvest_farm={"business_name": "Arroyo Verde Farms", "gln": "0614141000013"})
    assert ("V-LOC-05", "warning", "harvest_farm.gln") in found(flat)
    listed = judged("EV04", received=[{"harvest_farm": {"gln": "0614141000013"}}])
    assert ("V-LOC-05", "warning", "received[0].harvest_farm.gln") in found(listed)


def test_the_owner_of_the_record_is_only_asked_for_a_right_gln():
    assert found(judged("EV16", record_owner={"business_name": "Heartland"})) == []
    assert found(judged("EV16", record_owner={"gln": "1"})) == [("V-LOC-05", "warning", "record_owner.gln")]


def test_unknown_parts_of_a_place_are_left_out_with_a_warning():
    assert found(shipped_to(zip="66604")) == [("V-DOC-01", "warning", "ship_to_location.zip")]
    assert found(shipped_to(phone_e164="+17855550188")) == []


def test_numbers_that_equal_each_other_are_not_mistaken_for_each_other():
    # What was read of {"postal_code": 1} must not answer for {"postal_code": true}.
    assert judged("EV16", ship_to_location={**STORE, "postal_code": 1}).record is not None
    assert judged("EV16", ship_to_location={**STORE, "postal_code": True}).record is None


def test_a_number_that_is_none_is_not_mistaken_for_nothing_said():
    silent = shipped_to(latitude=None)
    spoiled = shipped_to(latitude=float("nan"))
    assert found(silent) == []
    assert found(spoiled) != []
    assert found(shipped_to(latitude=None)) == []
