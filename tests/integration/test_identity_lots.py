"""Whose a lot is and who may know of it, on records captured by the firms themselves."""

from datetime import UTC, date, datetime

import pytest

from engine import metrics
from engine.assembly import open_engine
from engine.clock import FixedClock
from engine.errors import Forbidden, NotFound
from engine.identity import Role
from engine.ids import new_id
from engine.trace.lots import LotQuery, Lots
from tests import networks
from tests.firms import GTIN, caller, capture, event, join, lot_of

SALADS, STORES, SPROUTS = "L06", "L07", "L15"


@pytest.fixture(scope="module")
def engine(settings):
    with open_engine(settings, FixedClock(datetime(2026, 8, 20, 12, tzinfo=UTC))) as engine:
        networks.run(engine.graph, "wipe")
        engine.prepare()
        yield engine


@pytest.fixture(scope="module")
def salads(engine):
    return join(engine, SALADS)


@pytest.fixture(scope="module")
def stores(engine):
    return join(engine, STORES)


@pytest.fixture(scope="module")
def sprouts(engine):
    """A firm that has nothing to do with any of it."""
    return join(engine, SPROUTS)


@pytest.fixture
def number():
    """A lot number of its own for each test."""
    return new_id()[:18]


def reads() -> float:
    """Read transactions of this process so far."""
    return sum(sample.value for metric in metrics.neo4j.collect() for sample in metric.samples
               if sample.name.endswith("_count") and sample.labels["kind"] == "read")


def reads_until_not_found(ask, *args) -> float:
    before = reads()
    with pytest.raises(NotFound):
        ask(*args)
    return reads() - before


@pytest.mark.parametrize("ask", ["require_lot", "require_owned_lot"])
def test_a_lot_of_others_takes_as_many_questions_as_one_that_is_not_there(engine, salads, sprouts, number, ask):
    theirs, asked = lot_of(capture(engine, salads, event("EV13", number, inputs=[]))), getattr(engine.identity, ask)
    assert reads_until_not_found(asked, caller(sprouts), theirs) \
        == reads_until_not_found(asked, caller(sprouts), new_id()) > 1


def sees(engine, firm, lot_id) -> bool:
    try:
        engine.identity.require_lot(caller(firm), lot_id)
    except NotFound:
        return False
    return True


# Owners


def test_a_lot_belongs_to_who_assigned_its_code(engine, salads, stores, number):
    lot = lot_of(capture(engine, stores, event("EV15", number)))
    assert engine.identity.owner_of(lot) == stores.organization.no
    capture(engine, salads, event("EV13", number, inputs=[]))
    assert engine.identity.owner_of(lot) == salads.organization.no


def test_a_record_about_somebody_elses_place_takes_no_lot_away(engine, salads, sprouts, number):
    lot = lot_of(capture(engine, sprouts, event("EV13", number, inputs=[], quantity=1)))
    assert engine.identity.owner_of(lot) == sprouts.organization.no
    capture(engine, salads, event("EV13", number, inputs=[]))
    assert engine.identity.owner_of(lot) == salads.organization.no


def test_without_an_assigning_record_the_earliest_recorder_owns(engine, salads, stores, number):
    lot = lot_of(capture(engine, salads, event("EV14", number)))
    capture(engine, stores, event("EV15", number))
    assert engine.identity.owner_of(lot) == salads.organization.no


def test_a_lot_named_only_as_an_input_belongs_to_its_user(engine, salads, number):
    used = {"input_tlc": f"(01){GTIN}(10){number}", "input_quantity_used": 1, "input_unit_of_measure": "case"}
    capture(engine, salads, event("EV13", new_id()[:18], inputs=[used]))
    found, total = Lots(engine.graph).find(engine.identity.view(caller(salads)), LotQuery(lot_number=number), 0, 9)
    assert (total, engine.identity.owner_of(found[0].id)) == (1, salads.organization.no)


def test_a_voided_record_assigns_nothing(engine, salads, stores, number):
    made = event("EV13", number, inputs=[], event_id=f"made-{number}")
    lot = lot_of(capture(engine, stores, event("EV15", number)))
    capture(engine, salads, made)
    engine.capture.void(caller(salads), made["event_id"], "typed in twice")
    assert engine.identity.owner_of(lot) == stores.organization.no


def test_a_lot_whose_every_record_is_voided_keeps_its_owner(engine, salads, number):
    made = event("EV13", number, inputs=[], event_id=f"made-{number}")
    lot = lot_of(capture(engine, salads, made))
    engine.capture.void(caller(salads), made["event_id"], "never happened")
    assert engine.identity.owner_of(lot) == salads.organization.no
    assert sees(engine, salads, lot)


def test_an_unknown_lot_belongs_to_nobody(engine):
    assert engine.identity.owner_of(new_id()) is None


def test_strangers_are_told_nothing_before_roles_are_looked_at(engine, salads, sprouts, number):
    lot = lot_of(capture(engine, salads, event("EV13", number, inputs=[])))
    assert engine.identity.require_owned_lot(caller(salads), lot).id == lot
    with pytest.raises(Forbidden) as low:
        engine.identity.require_owned_lot(caller(salads, Role.EDITOR), lot)
    assert low.value.owner_action_required
    for role in (Role.OWNER, Role.READONLY):
        for unseen in (lot, new_id()):
            with pytest.raises(NotFound):
                engine.identity.require_owned_lot(caller(sprouts, role), unseen if role is Role.OWNER else lot)


# Visibility


def test_a_lot_is_seen_by_its_recorder_and_the_party_it_names(engine, salads, stores, sprouts, number):
    lot = lot_of(capture(engine, salads, event("EV14", number)))
    assert [sees(engine, firm, lot) for firm in (salads, stores, sprouts)] == [True, True, False]


def test_an_inner_record_is_nobody_elses_business(engine, salads, stores, number):
    lot = lot_of(capture(engine, salads, event("EV13", number, inputs=[])))
    assert [sees(engine, firm, lot) for firm in (salads, stores)] == [True, False]


@pytest.mark.parametrize(("bounds", "seen"), [
    ({}, True),
    ({"gtins": [GTIN]}, True),
    ({"gtins": ["19521002000112"]}, False),
    ({"gtins": []}, False),
    ({"date_from": date(2026, 8, 11), "date_to": date(2026, 8, 11)}, True),  # EV13 is of that day
    ({"date_from": date(2026, 8, 12)}, False),
    ({"date_to": date(2026, 8, 10)}, False),
])
def test_a_grant_shows_what_it_covers_until_it_ends(engine, salads, sprouts, number, bounds, seen):
    lot = lot_of(capture(engine, salads, event("EV13", number, inputs=[])))
    grant = engine.identity.share(salads.organization, sprouts.organization, **bounds)
    while_it_lasts = sees(engine, sprouts, lot)
    engine.identity.revoke_share(grant)
    assert (while_it_lasts, sees(engine, sprouts, lot)) == (seen, False)


def test_a_former_id_leads_to_the_lot_that_took_its_place(engine, salads, stores):
    code = f"LOOSE-{new_id()}"
    unsourced = {"tlc_source": None, "tlc_source_reference": None}
    provisional = lot_of(capture(engine, stores, event("EV15", tlc=code, **unsourced)))
    settled = lot_of(capture(engine, salads, event("EV14", tlc=code, tlc_source_reference=None)))
    assert provisional != settled
    assert engine.identity.require_lot(caller(stores), provisional).id == settled
    assert engine.identity.owner_of(provisional) == stores.organization.no
