"""Places: which descriptions come together, what registering one changes, and what it leaves alone."""

from collections.abc import Iterator

import pytest

from engine.errors import Conflict
from engine.fsma.descriptions import LocationDescription
from tests import networks
from tests.capturing import World, between_records, fresh_world
from tests.judging import LEFT_OUT, event
from tests.worked_example import LOCATIONS

L06, L07 = LOCATIONS["L06"], LOCATIONS["L07"]
GLN_6, GLN_7 = {"gln": L06["gln"]}, {"gln": L07["gln"]}
ADDRESS_7 = {k: v for k, v in L07.items() if k not in ("gln", "ffrn")}


@pytest.fixture(scope="module")
def opened(settings) -> Iterator[World]:
    with fresh_world(settings) as world:
        yield world


@pytest.fixture
def world(opened) -> World:
    networks.run(opened.graph, "wipe_records")
    return opened


def crossed() -> dict:
    """A shipment to Prairie Fork's GLN at Heartland's name and address."""
    return event("EV07", event_id="CROSSED",
                 ship_to_location={**LOCATIONS["L07"], "gln": LOCATIONS["L06"]["gln"], "ffrn": None})


def test_stranger_joins_nothing_to_a_registered_place(world):
    world.capture.register_place(world.firm.organization, LocationDescription(**LOCATIONS["L06"]))
    before = world.named("Prairie Fork")[0]["keys"]
    answer = world.send(crossed(), by=world.stranger)
    assert ("V-X-21", "CROSSED") in between_records(answer)
    assert sorted(world.named("Prairie Fork")[0]["keys"]) == sorted(before)


def test_registering_later_separates_what_a_stranger_joined_and_names_the_operator(world):
    world.send(event("EV07"), event("EV15"), crossed(), by=world.stranger)
    assert world.named("Prairie Fork")[0]["no"] == world.named("Heartland Fresh Markets - DC 3")[0]["no"]
    world.capture.register_place(world.firm.organization, LocationDescription(**LOCATIONS["L06"]))
    seen = world.seen()
    (own,) = [row for row in world.named("Prairie Fork") if row["operators"]]
    assert own["no"] not in {row["no"] for row in world.named("Heartland") if not row["operators"]}
    assert {record[-1] for record in seen.records} == {(world.firm.organization.no,)}


def test_registering_a_recipient_that_is_only_named_makes_it_a_counterparty(world):
    world.send(event("EV01"), by=world.stranger)
    world.capture.register_place(world.firm.organization, LocationDescription(**LOCATIONS["L02"]))
    assert {record[-1] for record in world.seen().records} == {(world.firm.organization.no,)}


def test_record_of_both_keys_joins_two_stored_places_and_moves_their_stocks(world):
    world.send(event("EV14", ship_to_location=GLN_7), event("EV16", ship_from_location=ADDRESS_7))
    apart = {row["no"] for row in networks.run(world.graph, "picture_places")
             if any("9000 Front Street" in d or L07["gln"] in d for d in row["descriptions"])}
    assert len(apart) == 2
    world.send(event("EV15", receiving_location={**ADDRESS_7, **GLN_7}))
    (joined,) = [row for row in networks.run(world.graph, "picture_places") if row["no"] in apart]
    assert joined["no"] == min(apart)
    assert {"gln:" + L07["gln"]} < set(joined["keys"])
    assert len(world.held("PF223-2")) == 3  # at the plant, at the distribution centre, at the store
    assert world.seen().places.total() == len(networks.run(world.graph, "picture_places"))


def test_absorbed_place_keeps_leading_to_the_one_it_joined(world):
    world.send(event("EV14", ship_to_location=GLN_7))
    world.send(event("EV16", ship_from_location=ADDRESS_7))
    ids = {row["id"] for row in networks.run(world.graph, "place_names")}
    world.send(event("EV15", receiving_location={**ADDRESS_7, **GLN_7}))
    (gone,) = ids - {row["id"] for row in networks.run(world.graph, "place_names")}
    (row,) = [r for r in networks.run(world.graph, "former_places") if r["id"] == gone]
    assert row["names"] == [L07["business_name"]]


def test_lot_whose_source_is_joined_to_another_place_stays_one_lot(world):
    unbranded = {"tlc": "OWN 7", "tlc_source_reference": LEFT_OUT}
    world.send(event("EV16", **unbranded, tlc_source=GLN_6, ship_from_location=GLN_7))
    world.send(event("EV17", **unbranded, tlc_source={k: v for k, v in L06.items() if k not in ("gln", "ffrn")}))
    assert len(world.seen().lots) == 2
    world.send(event("EV14", **unbranded, tlc_source=L06))
    assert len(world.seen().lots) == 1


def test_registering_a_key_takes_over_records_that_stood_at_another_registered_place(world):
    """The GLN counts for more than the address; once it is registered, the stranger's record is its place's."""
    world.capture.register_place(world.stranger.organization, LocationDescription(**ADDRESS_7))
    world.send(crossed(), by=world.stranger)
    world.capture.register_place(world.firm.organization, LocationDescription(**L06))
    (record,) = world.seen().records
    assert record[-1] == (world.firm.organization.no,)
    (theirs,) = [row for row in networks.run(world.graph, "picture_places")
                 if row["operators"] == [world.stranger.organization.no]]
    assert not any(L06["gln"] in description for description in theirs["descriptions"])


def test_registering_a_weaker_key_takes_nothing_from_a_stronger_one(world):
    world.capture.register_place(world.firm.organization, LocationDescription(**L06))
    world.send(crossed(), by=world.stranger)
    before = world.seen().records
    world.capture.register_place(world.stranger.organization, LocationDescription(**ADDRESS_7))
    assert world.seen().records == before


def test_registering_in_either_order_gives_one_graph(world):
    firms = {world.firm: L06, world.stranger: ADDRESS_7}
    pictures = []
    for order in ((world.firm, world.stranger), (world.stranger, world.firm)):
        networks.run(world.graph, "wipe_records")
        world.send(crossed(), by=world.stranger)
        for caller in order:
            world.capture.register_place(caller.organization, LocationDescription(**firms[caller]))
        pictures.append(world.seen())
    assert pictures[0].difference(pictures[1]) == {}


def test_registered_place_is_refused_to_others_and_stays_with_its_operator(world):
    world.capture.register_place(world.firm.organization, LocationDescription(**L06))
    before = world.seen().places
    with pytest.raises(Conflict):
        world.capture.register_place(world.stranger.organization, LocationDescription(**GLN_6))
    assert world.seen().places == before
