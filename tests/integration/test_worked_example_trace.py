"""The answers the worked example has from capture to trace; expected values written by hand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import permutations

import pytest

from engine.errors import Forbidden, NotFound
from engine.fsma.descriptions import LocationDescription
from engine.graph import Graph
from engine.identity import Caller, Identity, Role
from engine.trace import Direction, List, Question, Ring, Trace
from engine.trace.entries import EndKind
from tests.fresh import fresh_engine
from tests.worked_example import BY_ID, EVENTS, LOCATIONS, LOTS, RECORDED_BY

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)
FORWARD, BACKWARD = Question(Direction.FORWARD), Question(Direction.BACKWARD)
NAME_OF = {place["business_name"]: key for key, place in LOCATIONS.items()}
LOT_OF = {lot["tlc"]: key for key, lot in LOTS.items()}


@dataclass
class World:
    """The worked example captured firm by firm, and an investigator who sees all of it."""

    graph: Graph
    identity: Identity
    trace: Trace
    investigator: Caller
    firms: dict[str, Caller]
    lot_ids: dict[str, str]

    def rows(self, lot: str, question: Question, name: List, caller: Caller | None = None) -> list:
        lot_id = self.lot_ids.get(lot, lot)
        return list(self.trace.table(caller or self.investigator, lot_id, question, name))

    def lots(self, lot: str, question: Question, caller: Caller | None = None) -> dict[str, int]:
        """Depth of each lot by its letter; crops by their name."""
        return {LOT_OF.get(row.tlc, row.product_name): row.depth
                for row in self.rows(lot, question, List.LOTS, caller)}

    def places(self, lot: str, question: Question, caller: Caller | None = None) -> set[str]:
        rows = self.rows(lot, question, List.LOCATIONS, caller)
        return {NAME_OF[row.description.business_name] for row in rows}

    def events(self, lot: str, question: Question, caller: Caller | None = None) -> list[str]:
        return [row.event_id for row in self.rows(lot, question, List.EVENTS, caller)]


@pytest.fixture(scope="module")
def world(settings) -> Iterator[World]:
    with fresh_engine(settings, NOW) as engine:
        identity, capture = engine.identity, engine.capture
        investigator = caller(identity, "Investigator")
        firms: dict[str, Caller] = {}
        lot_ids: dict[str, str] = {}
        for place in LOCATIONS:
            events = [event for event in EVENTS if RECORDED_BY[event["event_id"]] == place]
            if events:
                firms[place] = caller(identity, LOCATIONS[place]["business_name"])
                capture.register_place(firms[place].organization, LocationDescription(**LOCATIONS[place]))
                identity.share(firms[place].organization, investigator.organization)
                answer = capture.capture_json(firms[place], json.dumps({"events": events}).encode())
                assert (answer.created, answer.quarantined) == (len(events), 0)
                lot_ids.update((LOT_OF[lot.tlc], lot.lot_id) for lot in answer.lots if lot.tlc in LOT_OF)
        yield World(engine.graph, identity, engine.trace, investigator, firms, lot_ids)


def caller(identity: Identity, name: str) -> Caller:
    return Caller(identity.create_organization(name), Role.MANAGER, "test")


# 8.6 item 1


def test_store_12_leg_leads_back_to_lots_a_c_and_d_and_two_crops(world):
    assert world.lots("E", BACKWARD) == {
        "E": 0, "A": 1, "C": 1, "D": 1, "Leafy greens (fresh), Romaine": 2, "Leafy greens (fresh), Green leaf": 2}


def test_store_27_leg_leads_back_to_the_same_romaine(world):
    assert world.lots("B", BACKWARD) == {"B": 0, "Leafy greens (fresh), Romaine": 1}


def test_the_legs_share_distributor_packer_cooler_and_farm(world):
    shared = world.places("E", BACKWARD) & world.places("B", BACKWARD)
    assert shared == {"L07", "L03", "L02", "L01"}


def test_the_legs_share_no_lot_but_the_crop_and_its_harvest_is_the_deepest_shared_event(world):
    shared = set(world.lots("E", BACKWARD)) & set(world.lots("B", BACKWARD))
    assert shared == {"Leafy greens (fresh), Romaine"}
    assert set(world.events("E", BACKWARD)) & set(world.events("B", BACKWARD)) == {"EV01", "EV03"}


# 8.6 item 2


def test_lots_c_and_d_explain_only_the_store_12_leg(world):
    assert set(world.lots("E", BACKWARD)) - set(world.lots("B", BACKWARD)) == {
        "E", "A", "C", "D", "Leafy greens (fresh), Green leaf"}


def test_the_other_chains_explain_neither_leg(world):
    explained = set(world.lots("E", BACKWARD)) | set(world.lots("B", BACKWARD))
    assert not explained & {"F", "M", "Q", "G", "S"}


# 8.6 item 3


def crop(world: World) -> str:
    return next(row.lot_id for row in world.rows("B", BACKWARD, List.LOTS) if row.kind == "crop")


def test_the_harvest_went_into_a_b_and_e(world):
    assert world.lots(crop(world), FORWARD) == {"Leafy greens (fresh), Romaine": 0, "A": 1, "B": 1, "E": 2}


def test_its_consignees_are_the_processor_the_distributor_and_two_stores(world):
    shipped = [row for row in world.rows(crop(world), FORWARD, List.EVENTS) if row.cte_type == "shipping"]
    names = {row.location_id: NAME_OF[row.description.business_name]
             for row in world.rows(crop(world), FORWARD, List.LOCATIONS)}
    assert {names[to] for row in shipped for to in row.to_ids} == {"L06", "L07", "L08", "L09"}
    assert set(names.values()) == {"L01", "L02", "L03", "L06", "L07", "L08", "L09"}


def unaccounted(world: World, lot: str) -> dict[str, float]:
    found = world.trace.balance(world.investigator, world.lot_ids[lot])
    return {NAME_OF[held.location.business_name]: held.unaccounted for held in found.held if held.unit == "case"}


def test_what_is_still_unaccounted_for(world):
    assert unaccounted(world, "A") == {"L03": 0, "L06": 440}
    assert unaccounted(world, "B") == {"L03": 0, "L07": 360, "L09": 39}
    assert unaccounted(world, "E") == {"L06": 480, "L07": 456, "L08": 24}


def test_one_case_of_b_is_missing_between_distributor_and_store_27(world):
    found = world.trace.balance(world.investigator, world.lot_ids["B"]).shortfalls
    assert [(NAME_OF[s.from_name], NAME_OF[s.to_name], s.missing) for s in found] == [("L07", "L09", 1)]


def test_movements_both_sides_agree_on_leave_nothing_missing(world):
    assert [world.trace.balance(world.investigator, world.lot_ids[lot]).shortfalls for lot in "ACDEFGMQ"] == [[]] * 8


# 8.6 item 4


def test_store_12_alone_learns_whom_to_call_from_its_own_receipt(world):
    store = world.firms["L08"]
    assert "EV17" in world.events("E", BACKWARD, store)
    [lot] = world.rows("E", BACKWARD, List.LOTS, store)
    assert (lot.tlc_source.business_name, lot.tlc_source.phone) == ("Prairie Fork Salads", "+1 303 555 0166")


# 8.6 item 7

# Pounds in one case, from the product descriptions of 8.2: 25 lb, 24 ct (20 lb), 5 lb, 12 x 10 oz.
POUNDS = {"A": 25, "C": 20, "D": 5, "E": 7.5}
CARROTS = 400


def test_transformed_mass_of_lot_e(world):
    used = {}
    for lot in "ACD":
        found = world.trace.balance(world.investigator, world.lot_ids[lot]).held
        used[lot] = sum(held.used for held in found)
    made = sum(held.created for held in world.trace.balance(world.investigator, world.lot_ids["E"]).held)
    assert used == {"A": 200, "C": 120, "D": 6}
    pounds_in = sum(used[lot] * POUNDS[lot] for lot in used) + CARROTS
    assert (pounds_in, made * POUNDS["E"]) == (7_830, 7_200)
    assert round(made * POUNDS["E"] / pounds_in, 2) == 0.92


# Ends


def test_backward_ends_are_the_harvests_and_the_exempt_farm_by_design(world):
    ends = world.rows("E", BACKWARD, List.ENDS)
    assert {(end.kind, end.business_name) for end in ends} == {
        (EndKind.BY_DESIGN, "Arroyo Verde Farms"), (EndKind.BY_DESIGN, "Mesa Leaf Growers"),
        (EndKind.BY_DESIGN, "Tiny Acre Farm")}


def test_the_last_known_holders_of_lot_e_are_those_who_sent_nothing_on(world):
    ends = world.rows("E", FORWARD, List.ENDS)
    assert [(end.kind, end.business_name) for end in ends] == [
        (EndKind.LAST_KNOWN_HOLDER, "Heartland Fresh Markets - Store 12")]


def test_the_processor_alone_is_told_to_ask_the_packers(world):
    ends = world.rows("E", BACKWARD, List.ENDS, world.firms["L06"])
    assert {(end.kind, end.business_name, end.phone) for end in ends} == {
        (EndKind.ASK, "Bluebird Produce Packers", "+1 831 555 0133"),
        (EndKind.ASK, "Mesa Leaf Growers", "+1 805 555 0144"),
        (EndKind.BY_DESIGN, "Tiny Acre Farm", "+1 303 555 0155")}


def test_sprouts_end_at_the_seed_parties_and_landed_fish_at_the_pier(world):
    sprouts = {end.business_name: end.kind for end in world.rows("S", BACKWARD, List.ENDS)}
    assert sprouts == dict.fromkeys(("High Plains Seed Growers", "Platte Seed Conditioning", "Sproutline Seed Supply",
                                     "Lakeshore Sprouts"), EndKind.BY_DESIGN)
    [pier] = world.rows("G", BACKWARD, List.ENDS)
    assert (pier.kind, pier.business_name) == (EndKind.BY_DESIGN, "Harborlight Landing Co.")


def test_cheese_ends_where_it_was_made_because_milk_is_not_listed(world):
    [end] = world.rows("Q", BACKWARD, List.ENDS)
    assert (end.kind, end.business_name) == (EndKind.BY_DESIGN, "Casa Lucero Dairy")


# Answer, explanation, blast radius


def test_an_answer_counts_the_whole_and_shows_a_page(world):
    answer = world.trace.answer(world.investigator, world.lot_ids["E"], BACKWARD, skip=1, size=2)
    # EV01 to EV07 but for EV05, EV09 to EV13: what made lot E; EV14 to EV17: what moved it.
    assert (answer.counts.lots, answer.counts.locations, answer.counts.events) == (6, 8, 15)
    assert [LOT_OF[lot.tlc] for lot in answer.lists[List.LOTS].rows] == ["A", "C"]
    assert answer.lists[List.LOTS].total == 6
    assert answer.complete
    assert answer.query.name == "trace/reach_backward"


def test_the_romaine_chain_is_in_order_of_dates(world):
    rings = {row.ring for row in world.rows("E", BACKWARD, List.EVENTS)}
    assert rings == {Ring.IN_ORDER}


def test_events_carry_their_source_record(world):
    row = next(r for r in world.rows("E", FORWARD, List.EVENTS) if r.event_id == "EV16")
    assert (row.quantity, row.unit_of_measure, str(row.date)) == (24, "case", "2026-08-14")
    assert [d.document_number for d in row.reference_documents] == ["TO 990121"]
    assert len(row.document) == 64
    own = [e["event_id"] for e in EVENTS if RECORDED_BY[e["event_id"]] == "L07"]
    assert own[row.position] == "EV16"


def test_an_explanation_is_the_shortest_chain_with_its_papers(world):
    told = world.trace.explain(world.investigator, world.lot_ids["E"], world.lot_ids["A"])
    assert (told.connected, told.direction) == (True, Direction.BACKWARD)
    assert [step.event.event_id for step in told.steps] == ["EV13"]
    [step] = told.steps
    assert (LOT_OF[step.source.tlc], LOT_OF[step.target.tlc]) == ("A", "E")
    assert [d.document_number for d in step.event.reference_documents] == ["PF-B223-2"]
    assert step.record["tlc"] == BY_ID["EV13"]["tlc"]


def test_lots_that_never_met_are_not_connected(world):
    told = world.trace.explain(world.investigator, world.lot_ids["S"], world.lot_ids["Q"])
    assert (told.connected, told.complete, told.steps) == (False, True, [])


def test_a_lot_of_which_no_record_is_visible_is_not_found(world):
    with pytest.raises(NotFound):
        world.trace.answer(world.firms["L15"], world.lot_ids["E"], FORWARD)
    with pytest.raises(NotFound):
        world.trace.explain(world.firms["L15"], world.lot_ids["S"], world.lot_ids["E"])


def test_the_blast_radius_of_lot_a_as_its_packer_sees_it(world):
    """The packer sees its own shipment of A and nothing beyond the processor."""
    radius = world.trace.blast_radius(world.firms["L03"], world.lot_ids["A"])
    assert (radius.downstream_lots, radius.downstream_serials, radius.downstream_locations) == (0, 0, 1)


def test_the_blast_radius_belongs_to_the_owner_and_to_some_roles(world):
    with pytest.raises(NotFound):
        world.trace.blast_radius(world.investigator, world.lot_ids["A"])
    reader = Caller(world.firms["L03"].organization, Role.READONLY, "test")
    with pytest.raises(Forbidden):
        world.trace.blast_radius(reader, world.lot_ids["A"])


def test_an_export_streams_each_record_once_in_order_of_date_and_code(world):
    watermark = world.trace.watermark()
    view = world.identity.view(world.investigator)
    got = [r.event_id for r in world.trace.records(view, world.lot_ids["E"], "both", watermark.at)]
    # Equal dates go by code: A before C by GTIN, then D; harvests and coolings have none and come last.
    assert got[:5] in (["EV04", "EV06", *crops] for crops in permutations(("EV01", "EV02", "EV03")))
    assert got[5:] == ["EV07", "EV09", "EV10", "EV11", "EV12", "EV13", "EV14", "EV15", "EV16", "EV17"]


def test_the_summary_says_the_same_as_the_stream(world):
    watermark = world.trace.watermark()
    view = world.identity.view(world.investigator)
    told = world.trace.summary(view, world.lot_ids["E"], Direction.BOTH, watermark)
    streamed = list(world.trace.records(view, world.lot_ids["E"], Direction.BOTH, watermark.at))
    assert told.counts.events == len(streamed) == 15
    assert (told.complete, told.watermark) == (True, watermark)
    assert {(end.direction, end.business_name) for end in told.ends} == {
        (Direction.BACKWARD, "Arroyo Verde Farms"), (Direction.BACKWARD, "Mesa Leaf Growers"),
        (Direction.BACKWARD, "Tiny Acre Farm"), (Direction.FORWARD, "Heartland Fresh Markets - Store 12")}
    assert {len(r.document) for r in streamed} == {64}
