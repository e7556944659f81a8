"""A made-up supply network, captured as documents, is the graph that its bare rows say."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from engine.clock import from_epoch_day
from tests import networks
from tests.benchmarks.bench_capture import join, packed, register, send
from tests.benchmarks.on_neo4j import OnNeo4j, run
from tests.benchmarks.plainly import Plainly
from tests.benchmarks.questions import Question, Seen
from tests.benchmarks.rows import Rows
from tests.benchmarks.supply import Event, network
from tests.fresh import fresh_engine

EVENTS = 1_200


@pytest.fixture(scope="module")
def engine(settings):
    with fresh_engine(settings, datetime(2026, 9, 1, tzinfo=UTC)) as engine:
        yield engine


@pytest.fixture(scope="module")
def drawn() -> tuple:
    """A map and its events, without crops that nobody has packed yet: what was cooled is then a guess."""
    ground, events = network(EVENTS)
    events = list(events)
    packed = {lot for event in events if event.kind == "initial_packing" for lot, _ in event.tails}
    return ground, [e for e in events if not e.lot.is_crop or {lot for lot, _ in (*e.tails, *e.heads)} <= packed]


def test_capturing_a_network_draws_its_bare_flows(engine, drawn):
    ground, events = drawn
    firms = join(engine, ground)
    register(engine, ground, firms)
    send(engine, engine.clock, firms, packed(events, 300))
    captured = Counter(_as_captured(row) for row in run(engine.graph, "flows_by_name"))
    assert captured == Counter(flow for event in events for flow in _as_drawn(event, [firm.no for firm in firms]))


def test_bare_rows_in_the_graph_reach_what_they_reach_in_memory(engine, drawn):
    ground, events = drawn
    networks.run(engine.graph, "wipe_records")
    seen = Seen(1, list(range(1, ground.firms, 2)), 2**62)
    rows, stored, memory = Rows(ground, range(ground.firms), 10**9, 0.02), OnNeo4j(engine.graph), Plainly(seen)
    stored.lay_out(ground, rows)
    lots = []
    for part in rows.parts(events, 500):
        stored.load(part)
        memory.load(part)
        lots += [lot["no"] for lot in part.lots]
    questions = [Question("lot", no, way) for no in lots[::25] for way in ("forward", "backward")]
    questions += [Question("place", rows.place(ground.of(kind)[0]), way)
                  for kind in ("farm", "packer", "plant", "centre") for way in ("forward", "backward")]
    found = [stored.nodes(question, seen) for question in questions]
    assert found == [memory.nodes(question) for question in questions]
    assert max(found) > 100


def _as_captured(row: dict) -> tuple:
    lot = (row["gtin"], row["lot_number"]) if row["gtin"] else tuple(row["key"].split(":")[2:4])
    return (row["event_id"], row["tail"], lot, row["gln"], row["on"], row["recorded_by"],
            tuple(row["counterparties"]))


def _as_drawn(event: Event, firms: list[int]):
    named = {place.firm for place in (event.other, event.cooled_at) if place}
    named |= {lot.maker.firm for lot, _ in event.tails if lot.is_crop}
    parties = tuple(sorted(firms[firm] for firm in named - {event.recorder}))
    for tail, stocks in ((True, event.tails), (False, event.heads)):
        for lot, place in stocks:
            name = ((lot.field.lower(), from_epoch_day(lot.made).isoformat()) if lot.is_crop
                    else (lot.gtin, lot.number))
            yield f"EV{event.no:07d}", tail, name, place.gln, event.day, firms[event.recorder], parties
