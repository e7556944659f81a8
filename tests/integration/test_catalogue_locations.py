"""Registered places: the trace's own locations, registered anew, given back, and told apart from look-alikes."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from engine.fsma.gs1 import with_check_digit
from engine.identity import Role
from engine.ids import new_id
from tests.catalogued import LOCATIONS, LOTS, Shop, door, fault, shop
from tests.firms import capture, event, join, lot_of
from tests.graph_picture import picture
from tests.worked_example import LOCATIONS as PLACES

_NUMBERS = count(1)


@pytest.fixture(scope="module")
def client(settings):
    with door(settings) as client:
        yield client


@pytest.fixture
def ours(client):
    return shop(client, "Ours")


@pytest.fixture
def supplier(client):
    return shop(client, "Supplier")


def gln():
    """A GLN of its own for each test: places are unique across firms."""
    return with_check_digit(f"95299{next(_NUMBERS):07}")


def address():
    return {"name": "Harvest Foods", "street_address": f"{next(_NUMBERS)} Mill Road", "city": "Salinas",
            "state_region": "CA", "postal_code": "93901", "country": "US"}


def named(place):
    """The place as a record would name it."""
    words = {"name": "business_name", "fda_facility_number": "ffrn"}
    return {words.get(k, k): v for k, v in place.items() if k not in ("location_types", "metadata")}


def shipped(recorder, to, number=None):
    """A shipment from a place of the recorder's to `to`; the id of its lot."""
    return lot_of(capture(recorder.engine, recorder.firm, event(
        "EV14", number or new_id()[:18], ship_to_location=to, ship_from_location={"gln": "9521003000015"})))


def sees(who, lot):
    return who.get(f"{LOTS}/{lot}").status_code == 200


def test_a_location_is_what_was_sent(ours):
    number = gln()
    place = ours.made(LOCATIONS, **address(), gln=number, phone="(831) 555-0142", latitude=36.6777, longitude=-121.6555,
                      fda_facility_number="12345678901", location_types=["packer"], metadata={"erp": "P1"})
    assert place["organization_id"] == ours.organization.id
    assert (place["name"], place["gln"], place["phone"], place["latitude"]) == (
        "Harvest Foods", number, "(831) 555-0142", 36.6777)
    assert (place["fda_facility_number"], place["location_types"], place["metadata"]) == (
        "12345678901", ["packer"], {"erp": "P1"})
    assert ours.get(f"{LOCATIONS}/{place['id']}").json() == place


def test_records_that_name_a_registered_place_speak_of_it(ours, supplier):
    place = address()
    made = ours.made(LOCATIONS, **place)
    lot = shipped(supplier, named(place))
    assert sees(ours, lot)
    trace = ours.get(f"/compliance/api/v1/lots/{lot}/trace").json()
    assert made["id"] in {location["location_id"] for location in trace["locations"]}


def test_registering_shows_records_that_came_before(ours, supplier):
    place = address()
    lot = shipped(supplier, named(place))
    before = ours.engine.identity.trace_revision(ours.organization)
    assert not sees(ours, lot)
    ours.made(LOCATIONS, **place)
    assert sees(ours, lot)
    assert ours.engine.identity.trace_revision(ours.organization) > before


def test_a_place_registered_by_other_means_is_listed(client):
    salads = Shop(client, join(client.app.state.engine, "L06"))
    place, = salads.data(LOCATIONS)
    assert (place["name"], place["gln"], place["created"]) == (PLACES["L06"]["business_name"], "9521003000015", None)
    assert salads.changed(f"{LOCATIONS}/{place['id']}", location_types=["processor"])["gln"] == "9521003000015"


@pytest.mark.parametrize(("body", "field"), [
    ({"name": "Only a name"}, "street_address"), ({"street_address": "1 Elm St", "city": "Yuma"}, "name"),
    ({"name": "X", "gln": "9521003000016"}, "gln"), ({"name": "X", "gln": "952100300001"}, "gln"),
    ({"name": "X", "latitude": 91, "longitude": 0}, "latitude"), ({"name": "X", "country": "Atlantis"}, "country"),
    ({"name": "X", "location_types": 7}, "location_types"), ({"name": "X" * 256, "gln": "9521003000015"}, "name"),
])
def test_what_is_no_place_is_refused(ours, body, field):
    assert fault(ours.post(LOCATIONS, **body)) == (422, ["body", field])


def test_a_gln_and_an_address_are_registered_once(client, ours):
    number, place = gln(), address()
    ours.made(LOCATIONS, **place, gln=number)
    other = shop(client, "Other")
    for who in (ours, other):
        assert who.post(LOCATIONS, name="Elsewhere", gln=number).status_code == 409
        assert who.post(LOCATIONS, **place).status_code == 409


def test_of_ten_at_once_one_registration_is_made(client, ours):
    place, firms = address(), [ours, shop(client, "Other")]
    with ThreadPoolExecutor(5) as pool:
        codes = list(pool.map(lambda n: firms[n % 2].post(LOCATIONS, **place).status_code, range(10)))
    assert sorted(codes) == [201] + [409] * 9


def test_a_patch_leaves_what_it_does_not_name_and_keeps_former_addresses(ours, supplier):
    place = address()
    made = ours.made(LOCATIONS, **place, gln=gln(), phone="831-555-0142", metadata={"a": "1"})
    path = f"{LOCATIONS}/{made['id']}"
    changed = ours.changed(path, name="Harvest Foods West")
    assert changed == {**made, "name": "Harvest Foods West"}
    assert sees(ours, shipped(supplier, named(place)))
    assert sees(ours, shipped(supplier, named({**place, "name": "Harvest Foods West"})))
    assert ours.changed(path, phone=None)["phone"] is None


def test_a_replaced_gln_is_let_go(client, ours, supplier):
    old, new = gln(), gln()
    path = f"{LOCATIONS}/{ours.made(LOCATIONS, **address(), gln=old)['id']}"
    lot = shipped(supplier, {"gln": old})
    assert sees(ours, lot)
    ours.changed(path, gln=new)
    assert not sees(ours, lot)
    assert sees(ours, shipped(supplier, {"gln": new}))
    other = shop(client, "Other")
    other.made(LOCATIONS, name="Elsewhere", gln=old)
    assert sees(other, lot)


def test_a_patch_makes_no_other_place_of_it(client, ours):
    first, second = (ours.made(LOCATIONS, **address(), gln=gln()) for _ in range(2))
    path = f"{LOCATIONS}/{second['id']}"
    assert ours.patch(path, gln=first["gln"]).status_code == 409
    theirs = shop(client, "Other").made(LOCATIONS, **address(), gln=gln())
    assert ours.patch(path, gln=theirs["gln"]).status_code == 409
    assert ours.patch(path, **address() | {"name": "Far Away"}, gln=gln()).status_code == 409
    assert ours.get(path).json() == second


def test_a_place_given_back_is_anybody_s(client, ours, supplier):
    place = address()
    path = f"{LOCATIONS}/{ours.made(LOCATIONS, **place)['id']}"
    lot = shipped(supplier, named(place))
    assert ours.call("DELETE", path).status_code == 204
    assert (ours.get(path).status_code, ours.data(LOCATIONS), sees(ours, lot)) == (404, [], False)
    other = shop(client, "Other")
    other.made(LOCATIONS, **place)
    assert sees(other, lot)


def test_registering_and_giving_back_leaves_the_graph_as_it_was(ours, supplier):
    graph, place, number = ours.engine.graph, address(), gln()
    shipped(supplier, named(place))
    shipped(supplier, {**named(place), "gln": number})
    shipped(supplier, {"gln": number})
    shipped(supplier, {**named(address()), "gln": number})
    before = picture(graph)
    kept = ours.made(LOCATIONS, **place, gln=number)
    while_registered = picture(graph)
    ours.call("DELETE", f"{LOCATIONS}/{kept['id']}")
    after = picture(graph)
    assert while_registered.difference(before) != {}
    # The description of the registration stays, as any other that somebody gave.
    assert bare(after) == bare(before)
    assert {**after.difference(before), "places": None} == {"places": None}
    assert after.faults == []


def bare(found):
    """Places by their keys and operators alone."""
    return Counter((keys, without_gln, operators) for keys, without_gln, _, operators in found.places.elements())


def test_lists_are_filtered_and_ordered(ours):
    for name, kind, country in (("Beta", "farm", "US"), ("alpha", "store", "MX"), ("Gamma", "farm", "MX")):
        ours.made(LOCATIONS, **address() | {"name": name, "country": country, "state_region": None},
                  location_types=[kind])
    names = lambda **query: [place["name"] for place in ours.data(LOCATIONS, ordering="name", **query)]  # noqa: E731
    assert names() == ["alpha", "Beta", "Gamma"]
    assert names(location_type="farm") == ["Beta", "Gamma"] and names(country="mx") == ["alpha", "Gamma"]
    assert names(name="MM") == ["Gamma"] and names(gln="9521003000015") == []
    page = ours.get(LOCATIONS, ordering="-name", page=2, page_size=2).json()
    assert ([place["name"] for place in page["data"]], page["pagination"]["total_count"]) == (["alpha"], 3)


# Look-alikes


def test_look_alikes_are_reported_and_nothing_is_merged(ours, supplier):
    place = address() | {"phone": "(831) 555-0199"}
    kept = ours.made(LOCATIONS, **place)
    alike = {**place, "name": "Harvest Foods, Inc.", "street_address": place["street_address"].replace("Road", "Rd.")}
    shipped(ours, named(alike))
    shipped(supplier, named({**alike, "name": "Harvest Food"}))
    pair, = ours.data(f"{LOCATIONS}/near-duplicates")
    assert (pair["into"]["id"], pair["into"]["registered"], pair["location"]["name"]) == (
        kept["id"], True, "Harvest Foods, Inc.")
    assert (set(pair["reasons"]), pair["mergeable"]) == ({"name", "address", "phone"}, True)
    assert len(ours.data(LOCATIONS)) == 1 and supplier.data(f"{LOCATIONS}/near-duplicates") == []


def test_a_look_alike_that_others_describe_too_is_not_mergeable(ours, supplier):
    place = address() | {"phone": "(831) 555-0198"}
    kept = ours.made(LOCATIONS, **place)
    alike = named({**place, "name": "Harvest Foods LLC"})
    shipped(ours, alike)
    shipped(supplier, alike)
    pair, = ours.data(f"{LOCATIONS}/near-duplicates")
    assert pair["mergeable"] is False
    answer = ours.post(f"{LOCATIONS}/{pair['location']['id']}/merge", into=kept["id"])
    assert answer.status_code == 409


def test_any_key_may_read_the_report(ours):
    assert ours.get(f"{LOCATIONS}/near-duplicates", role=Role.READONLY.value).status_code == 200
