"""Merging two places and taking it back: the graph is as it was, whatever the records are."""

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine.capture.places import keys_of
from engine.catalogue.forms import LocationIn
from engine.catalogue.locations import LocationQuery
from engine.errors import Conflict, Impossible, NotFound
from engine.fsma.descriptions import LocationDescription
from engine.identity import Caller, Role
from tests import networks
from tests.firms import event
from tests.fresh import fresh_engine
from tests.graph_picture import picture
from tests.hostile_sets import REGISTERS, described, record_sets

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)


class World:
    """Two firms on an empty graph."""

    def __init__(self, engine):
        self.engine, self.graph = engine, engine.graph
        self.merges, self.locations = engine.catalogue.merges, engine.catalogue.locations
        self.one, self.other = (engine.identity.create_organization(name) for name in ("One", "Other"))

    def afresh(self):
        networks.run(self.graph, "wipe_records")

    def send(self, organization, *events):
        if not events:
            return
        caller = Caller(organization, Role.MANAGER, "test")
        self.engine.capture.capture_json(caller, json.dumps({"events": events}).encode())

    def register(self, organization, place):
        with suppress(Conflict):  # two firms may want one place
            self.engine.capture.register_place(organization, LocationDescription(**place))

    def own_places(self, organization):
        """Ids of the places that the firm alone has described or has registered, lowest number first."""
        rows = self.graph.read("catalogue/near_places", organization=organization.no, limit=1_000)
        return [row["id"] for row in rows if row["own"]]

    def place(self, **words):
        return self.locations.create(self.one, LocationIn(**words)).id


@pytest.fixture(scope="module")
def standing(settings):
    with fresh_engine(settings, NOW) as engine:
        yield World(engine)


@pytest.fixture
def world(standing):
    standing.afresh()
    return standing


@hypothesis_settings(max_examples=int(os.environ.get("LOTGRAPH_TEST_EXAMPLES", "8")), deadline=None,
                     suppress_health_check=list(HealthCheck), derandomize=True, database=None, phases=(Phase.generate,))
@given(record_sets(), st.integers(0, 3), st.integers(0, 2**32))
def test_a_merge_taken_back_leaves_the_graph_as_it_was(standing, sent, registered, seed):
    standing.afresh()
    random = Random(seed)
    events = [(who, step) for who, step in sent if REGISTERS not in step]
    # One record of the other firm is enough to stand in the way, and more would leave few places to merge.
    theirs = [event for who, event in events if who == 2][:1]
    steps = [lambda: standing.send(standing.one, *(event for _, event in events if event not in theirs)),
             lambda: standing.send(standing.other, *theirs)]
    wanted = [(standing.other, step[REGISTERS]) for _, step in sent if REGISTERS in step][:random.randint(0, 1)]
    wanted += [(standing.one, described(i, i, random.choice(["gln", "address", "both"])))
               for i in random.sample(range(4), registered)]
    steps += [partial(standing.register, who, place) for who, place in wanted]
    for step in random.sample(steps, len(steps)):
        step()
    before = picture(standing.graph)
    places = standing.own_places(standing.one)
    undo = []
    for _ in range(2):
        if len(places) < 2:
            break
        gone, stays = random.sample(places, 2)
        try:
            undo.append(standing.merges.merge(standing.one, gone, stays, "test").id)
            places.remove(gone)
        except Conflict:  # a registered place does not go into one that is not
            continue
    if undo:
        assert picture(standing.graph).difference(before) != {} and picture(standing.graph).faults == []
    for merge in reversed(undo):
        standing.merges.undo(standing.one, merge, "test")
    after = picture(standing.graph)
    assert (after.difference(before), after.faults) == ({}, [])


# What a merge does

MILL = {"business_name": "Harvest Foods", "street_address": "1 Mill Road", "city": "Salinas", "state_region": "CA"}
MILL_RD = {**MILL, "business_name": "Harvest Foods Inc", "street_address": "1 Mill Rd"}


def shipment(to, number, day="2026-08-12"):
    return event("EV14", number, ship_to_location=to, ship_from_location={"gln": "9521003000015"}, ship_date=day,
                 event_id=number)


def at(world, words):
    """Id of the place a description leads to."""
    keys = keys_of(LocationDescription(**words))
    rows = world.graph.read("capture/known_places", keys=list(keys))
    numbers = {row["no"] for row in rows}
    assert len(numbers) == 1, rows
    return next(row["id"] for row in world.graph.read(
        "catalogue/near_places", organization=world.one.no, limit=100) if row["no"] in numbers)


def held_at(world, lot_number):
    """How many places a lot is at."""
    return len({flow[3] for flow in picture(world.graph).live if flow[2][3] == lot_number})


@pytest.fixture
def pair(world):
    """One place written twice, and a lot that was at both."""
    world.send(world.one, shipment(MILL, "M-1"), shipment(MILL_RD, "M-1", "2026-08-13"))
    return at(world, MILL_RD), at(world, MILL)


def test_stocks_and_later_records_meet_at_the_place_that_stays(world, pair):
    before = held_at(world, "M-1")
    world.merges.merge(world.one, *pair, "test")
    assert held_at(world, "M-1") == before - 1
    world.send(world.one, shipment(MILL_RD, "M-2"), shipment(MILL, "M-2", "2026-08-13"))
    assert held_at(world, "M-2") == 2  # from the plant, to the one place
    assert at(world, MILL) == at(world, MILL_RD) == pair[1]


def test_records_since_return_to_the_place_they_name(world, pair):
    merge = world.merges.merge(world.one, *pair, "test")
    world.send(world.one, shipment(MILL_RD, "M-2"), shipment(MILL, "M-3"))
    world.merges.undo(world.one, merge.id, "test")
    assert (at(world, MILL_RD), at(world, MILL)) == pair
    merged_never = picture(world.graph)
    world.afresh()
    world.send(world.one, shipment(MILL, "M-1"), shipment(MILL_RD, "M-1", "2026-08-13"), shipment(MILL_RD, "M-2"),
               shipment(MILL, "M-3"))
    assert merged_never.difference(picture(world.graph)) == {}


def test_records_since_that_name_both_as_one_keep_a_merge(world, pair):
    merge = world.merges.merge(world.one, *pair, "test")
    gln = {"gln": "9521004000274"}
    world.send(world.one, shipment({**MILL, **gln}, "M-2"), shipment({**MILL_RD, **gln}, "M-3"))
    before = picture(world.graph)
    with pytest.raises(Conflict):
        world.merges.undo(world.one, merge.id, "test")
    assert picture(world.graph).difference(before) == {}


def test_registrations_are_merged_and_come_apart_whole(world):
    here = world.place(name="Harvest Foods", street_address="1 Mill Road", city="Salinas", metadata={"a": "1"},
                       location_types=["packer"])
    there = world.place(name="Harvest Foods Dock", street_address="1 Mill Road", city="Salinas", gln="9521004000274")
    before, kept = picture(world.graph), world.locations.find(world.one, here)
    merge = world.merges.merge(world.one, here, there, "test")
    assert world.locations.find(world.one, here).id == there  # the former id leads on
    assert len(world.locations.page(world.one, LocationQuery(), "name", 0, 9)[0]) == 1
    with pytest.raises(Conflict):
        world.locations.remove(world.one, there)
    world.merges.undo(world.one, merge.id, "test")
    assert picture(world.graph).difference(before) == {}
    assert world.locations.find(world.one, here) == kept


def test_a_registered_place_goes_into_no_unregistered_one(world):
    world.send(world.one, shipment(MILL_RD, "M-1"))
    here = world.place(name="Harvest Foods", street_address="1 Mill Road", city="Salinas")
    with pytest.raises(Conflict):
        world.merges.merge(world.one, here, at(world, MILL_RD), "test")
    world.merges.merge(world.one, at(world, MILL_RD), here, "test")
    assert at(world, MILL_RD) == here


def test_merges_of_one_place_are_taken_back_last_first(world):
    dock = {**MILL, "business_name": "Harvest Foods Dock"}
    world.send(world.one, shipment(MILL, "M-1"), shipment(MILL_RD, "M-2"), shipment(dock, "M-3"))
    before = picture(world.graph)
    first = world.merges.merge(world.one, at(world, MILL_RD), at(world, MILL), "test")
    second = world.merges.merge(world.one, at(world, MILL), at(world, dock), "test")
    with pytest.raises(Conflict):
        world.merges.undo(world.one, first.id, "test")
    for merge in (second, first):
        world.merges.undo(world.one, merge.id, "test")
    assert picture(world.graph).difference(before) == {}
    assert [m.id for m in world.merges.page(world.one, False, "-merged", 0, 9)[0]] == [second.id, first.id]
    assert world.merges.page(world.one, True, "-merged", 0, 9) == ([], 0)


def test_a_merge_is_taken_back_once(world, pair):
    merge = world.merges.merge(world.one, *pair, "key:1")
    undone = world.merges.undo(world.one, merge.id, "key:2")
    assert (merge.merged_by, merge.undone, undone.undone) == ("key:1", None, NOW)
    with pytest.raises(Conflict):
        world.merges.undo(world.one, merge.id, "key:2")


def test_a_place_is_not_merged_with_itself(world, pair):
    with pytest.raises(Impossible):
        world.merges.merge(world.one, pair[0], pair[0], "test")


def test_nobody_merges_what_others_have_a_say_in(world, pair):
    gone, stays = pair
    with pytest.raises(NotFound):
        world.merges.merge(world.other, gone, stays, "test")
    world.send(world.other, shipment(MILL_RD, "M-9"))
    for organization in (world.one, world.other):
        with pytest.raises(NotFound if organization is world.other else Conflict):
            world.merges.merge(organization, stays, gone, "test")


def test_a_place_that_was_moved_since_keeps_its_merge(world, pair):
    merge = world.merges.merge(world.one, *pair, "test")
    world.engine.capture.register_place(world.other, LocationDescription(**MILL_RD))
    with pytest.raises(Conflict):
        world.merges.undo(world.one, merge.id, "test")
