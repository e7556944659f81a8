"""Whom the completeness report says to ask, and what it counts of a record of seeds; every figure by hand."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine.assembly import Engine
from engine.completeness import By, Wanted
from engine.identity import Caller, Role
from tests.fresh import fresh_engine
from tests.judging import LEFT_OUT, event
from tests.worked_example import LOCATIONS

NOW = datetime(2026, 9, 20, 12, tzinfo=UTC)


def name(place: str) -> str:
    return LOCATIONS[place]["business_name"]


def bare(place: str) -> dict:
    """A place whose telephone number nobody told."""
    return {part: value for part, value in LOCATIONS[place].items() if part not in ("phone", "gln", "ffrn")}


SEEDS_ONLY = {field: value for field, value in event("EV41").items()
              if field.startswith(("seed_", "sprouter_")) or field in ("event_id", "cte_type", "reference_documents")}


@pytest.fixture(scope="module")
def engine(settings) -> Iterator[Engine]:
    with fresh_engine(settings, NOW) as engine:
        yield engine


def report(engine: Engine, *events: dict):
    """The report of a firm that recorded these events."""
    firm = Caller(engine.identity.create_organization("Firm"), Role.MANAGER, "test")
    answer = engine.capture.capture_json(firm, json.dumps({"events": events}).encode())
    assert (answer.created, answer.quarantined) == (len(events), 0)
    return engine.completeness.report(firm, Wanted())


def asked(engine: Engine, *events: dict) -> set[tuple[str, str, int]]:
    return {(row.about.name, row.field, row.missing) for row in report(engine, *events).rows(By.GAP)}


def test_a_packer_asks_farm_and_cooler_for_what_they_pass_on_and_itself_for_the_rest(engine):
    packed = event("EV04", harvester_phone=LEFT_OUT, quantity_packed=LEFT_OUT, reference_documents=[])
    assert asked(engine, packed) == {
        (name("L01"), "harvester_phone", 1), (name("L02"), "harvester_phone", 1),
        ("Firm", "quantity_packed", 1), ("Firm", "reference_documents", 1),
    }


def test_a_cooler_asks_the_farm_and_never_the_packer(engine):
    cooled = event("EV03", harvest_farm=bare("L01"), quantity=LEFT_OUT)
    assert asked(engine, cooled) == {(name("L01"), "harvest_farm", 1), ("Firm", "quantity", 1)}


def test_a_receiver_has_its_own_papers_and_place(engine):
    received = event("EV10", quantity=LEFT_OUT, reference_documents=[], receiving_location=bare("L06"))
    assert asked(engine, received) == {
        (name("L03"), "quantity", 1), ("Firm", "reference_documents", 1), ("Firm", "receiving_location", 1)}


def test_a_unit_nobody_told_is_missing_beside_the_amount(engine):
    received = event("EV10", quantity=LEFT_OUT, unit_of_measure=LEFT_OUT)
    missing = {row.field: row.missing for row in report(engine, received).rows(By.KDE) if row.missing}
    assert missing == {"quantity": 1, "unit_of_measure": 1}


def test_a_record_of_seeds_alone_owes_no_lot_code_and_has_no_place(engine):
    found = report(engine, SEEDS_ONLY, event("EV41", event_id="EV41b"))
    assert (found.totals.records, found.totals.owing, found.totals.with_tlc) == (2, 1, 1)
    places = {row.about.name: row.tally.records for row in found.rows(By.LOCATION)}
    assert places == {"nobody named": 1, name("L15"): 1}
