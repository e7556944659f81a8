from engine.exports.places import Places, describe_product, one_line

GLN_ALONE = {"gln": "9521004001004"}
MASTER = {"business_name": "DC 3", "phone": "+1 816 555 0177", "street_address": "9000 Front Street",
          "city": "Kansas City", "state_region": "MO", "postal_code": "64120", "ffrn": "10000000073"}  # fmt: skip


def test_a_place_known_by_its_gln_alone_is_filled_in_from_master_data():
    described = Places(lambda location: MASTER).describe(GLN_ALONE)
    assert described.cells == ("DC 3", "+1 816 555 0177", "9000 Front Street", "Kansas City", "MO", "64120", "US")
    assert described.filled


def test_without_master_data_the_gln_is_at_least_named():
    described = Places(lambda location: None).describe(GLN_ALONE)
    assert described.cells[0] == "NOT RECORDED (GLN 9521004001004)"
    assert described.missing == ((0, 6),)
    assert not described.filled


def test_a_described_place_is_left_as_its_recorder_described_it():
    asked = []
    Places(lambda location: asked.append(location)).describe({"business_name": "Dock 3", "gln": "9521004001004"})
    assert asked == []


def test_country_is_us_in_a_us_state_and_missing_elsewhere():
    places = Places()
    assert places.describe({"business_name": "A", "state_region": "ca"}).cells[-1] == "US"
    assert places.describe({"business_name": "A", "state_region": "Guam", "country": "n/a"}).cells[-1] == "US"
    assert places.describe({"business_name": "A", "state_region": "Sonora"}).cells[-1] == "NOT RECORDED"
    assert places.describe({"business_name": "A", "state_region": "CA", "country": "MX"}).cells[-1] == "MX"


def test_coordinates_stand_for_a_street_that_is_not_there():
    farm = {"latitude": 36.840201, "longitude": -120.45731}
    assert Places().describe(farm).cells[2] == "36.840201, -120.457310"
    assert Places().describe(farm | {"street_address": "1 Road"}).cells[2] == "1 Road"
    assert Places().describe({"latitude": 36.8}).cells[2] == "NOT RECORDED"


def test_every_distinct_description_is_reported_once():
    rows = []
    places = Places(on_new=rows.append)
    for name in ("A", "B", "A", "A"):
        places.describe({"business_name": name, "gln": "9521004001004", "latitude": 1.5, "longitude": 2})
    assert [row[0] for row in rows] == ["A", "B"]
    assert rows[0] == ("A", "", "", "1.500000", "2.000000", "", "", "", "", "9521004001004", "", "no")


def test_a_place_that_is_only_text_is_its_name():
    assert Places().describe("Dock 3").cells[0] == "Dock 3"


def test_values_that_are_objects_do_not_fail():
    assert Places().describe({"business_name": ["A", "B"]}).cells[0] == "A; B"
    assert describe_product({"product_name": {"en": "Leek"}}).cells[0] == "en: Leek"


def test_one_line_leaves_out_what_is_not_there():
    assert one_line({"business_name": "A", "city": "Aurora", "phone": "+1 303"}, Places()) == "A, Aurora, +1 303"
    assert one_line(None, Places()) == "NOT RECORDED"
