"""What each caller gets to see of one trace: claims, earlier knowledge, dates, hidden places."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine.capture import Capture
from engine.clock import FixedClock
from engine.errors import Invalid, NotFound
from engine.fsma.descriptions import LocationDescription
from engine.identity import Caller, Identity, Role
from engine.trace import Direction, List, Question, Trace
from tests.fresh import fresh_engine
from tests.worked_example import LOCATIONS, PRODUCTS

CODE = "(01)19521003000319(10)VIEW-1"
PLANT, DC, STORE, OTHER = "L06", "L07", "L08", "L09"
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
BOTH = Question(Direction.BOTH)


def moved(kind: str, source: str, target: str, day: str, number: str, **more: Any) -> dict:
    """A shipping or receiving record of the lot."""
    places = {"shipping": ("ship_from_location", "ship_to_location", "ship_date"),
              "receiving": ("immediate_previous_source", "receiving_location", "received_date")}[kind]
    return {"event_id": number, "cte_type": kind, "tlc": CODE, "quantity": 10, "unit_of_measure": "case",
            "product": PRODUCTS["P05"], "tlc_source": LOCATIONS[PLANT],
            "reference_documents": [{"document_type": "Bill of Lading", "document_number": number}],
            places[0]: LOCATIONS[source], places[1]: LOCATIONS[target], places[2]: day, **more}


@dataclass
class Town:
    """Four firms with a place each, nothing captured yet."""

    identity: Identity
    trace: Trace
    clock: FixedClock
    firms: dict[str, Caller]
    send: Callable[..., str]
    capture: Capture

    def rows(self, firm: str, lot_id: str, name: List, question: Question = BOTH) -> list:
        return list(self.trace.table(self.firms[firm], lot_id, question, name))

    def events(self, firm: str, lot_id: str, question: Question = BOTH) -> dict[str, bool]:
        """Event ids the firm sees, each with whether it is a claim."""
        return {row.event_id: row.claim for row in self.rows(firm, lot_id, List.EVENTS, question)}


@pytest.fixture
def town(settings) -> Iterator[Town]:
    with fresh_engine(settings, NOW) as engine:
        identity, capture, clock = engine.identity, engine.capture, engine.clock
        firms = {}
        for place in (PLANT, DC, STORE, OTHER):
            organization = identity.create_organization(LOCATIONS[place]["business_name"])
            capture.register_place(organization, LocationDescription(**LOCATIONS[place]))
            firms[place] = Caller(organization, Role.MANAGER, "test")

        def send(firm: str, *events: dict) -> str:
            """Capture events a minute later and return the lot's id."""
            clock.advance(minutes=1)
            answer = capture.capture_json(firms[firm], json.dumps({"events": events}).encode())
            assert answer.quarantined == 0, answer.findings
            return answer.lots[0].lot_id

        yield Town(identity, engine.trace, clock, firms, send, capture)


def test_anothers_shipment_to_my_place_is_a_claim_until_i_receive_it(town):
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1"))
    assert town.events(DC, lot) == {"S1": True}
    town.send(DC, moved("receiving", PLANT, DC, "2026-08-11", "R1"))
    assert town.events(DC, lot) == {"S1": False, "R1": False}


def test_my_own_records_are_never_claims(town):
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1"))
    assert town.events(PLANT, lot) == {"S1": False}


def test_a_receipt_at_another_place_does_not_confirm_a_claim(town):
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1"))
    town.send(DC, moved("receiving", STORE, DC, "2026-08-11", "R1"))
    assert town.events(DC, lot)["S1"] is True


def test_as_known_before_my_receipt_it_was_still_a_claim(town):
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1"))
    before = town.clock.now()
    town.send(DC, moved("receiving", PLANT, DC, "2026-08-11", "R1"))
    assert town.events(DC, lot, Question(as_known_at=before)) == {"S1": True}


def test_a_voided_record_is_known_to_earlier_questions_only(town):
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1"),
                    moved("shipping", PLANT, STORE, "2026-08-10", "S2"))
    before = town.clock.now()
    town.clock.advance(minutes=1)
    town.capture.void(town.firms[PLANT], "S2", "never left")
    assert set(town.events(PLANT, lot)) == {"S1"}
    assert set(town.events(PLANT, lot, Question(as_known_at=before))) == {"S1", "S2"}


def test_dates_bound_the_events_that_count(town):
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1"),
                    moved("shipping", PLANT, STORE, "2026-08-20", "S2"))
    august = Question(date_from=date(2026, 8, 15), date_to=date(2026, 8, 31))
    assert set(town.events(PLANT, lot, august)) == {"S2"}


def test_a_place_only_hidden_records_name_does_not_show(town):
    """The store's own receipt is no business of the plant's: neither event nor place nor end tells of it."""
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1"))
    town.send(STORE, moved("receiving", DC, STORE, "2026-08-12", "R2"))
    assert set(town.events(PLANT, lot)) == {"S1"}
    seen = {row.description.business_name for row in town.rows(PLANT, lot, List.LOCATIONS)}
    assert seen == {LOCATIONS[PLANT]["business_name"], LOCATIONS[DC]["business_name"]}
    forward = town.rows(PLANT, lot, List.ENDS, Question(Direction.FORWARD))
    assert [end.business_name for end in forward] == [LOCATIONS[DC]["business_name"]]


def test_an_answer_is_the_same_whether_hidden_records_exist_or_not(town):
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1"))
    before = [town.rows(PLANT, lot, name) for name in List]
    town.send(STORE, moved("receiving", DC, STORE, "2026-08-12", "R2"))
    town.send(OTHER, moved("receiving", DC, OTHER, "2026-08-12", "R3"))
    assert [town.rows(PLANT, lot, name) for name in List] == before


def test_a_shared_record_shows_as_far_as_the_grant_goes(town):
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1"))
    town.send(DC, moved("shipping", DC, STORE, "2026-08-12", "S2"), moved("shipping", DC, OTHER, "2026-08-25", "S3"))
    town.identity.share(town.firms[DC].organization, town.firms[PLANT].organization, date_to=date(2026, 8, 15))
    assert set(town.events(PLANT, lot)) == {"S1", "S2"}


def test_a_stranger_finds_nothing(town):
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1"))
    with pytest.raises(NotFound):
        town.trace.answer(town.firms[OTHER], lot, BOTH)


def test_the_words_for_a_place_come_from_records_in_view(town):
    """A hidden record describes the distributor with another phone; the plant reads its own words."""
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1",
                                 ship_to_location={"gln": LOCATIONS[DC]["gln"]}))
    town.send(STORE, moved("receiving", DC, STORE, "2026-08-12", "R2"))
    described = {row.description.gln: row.description for row in town.rows(PLANT, lot, List.LOCATIONS)}
    assert described[LOCATIONS[DC]["gln"]].phone is None


def test_an_unknown_ordering_is_refused(town):
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-10", "S1"))
    with pytest.raises(Invalid):
        town.trace.answer(town.firms[PLANT], lot, BOTH, ordering="colour")


def test_events_go_by_date_and_turn_round_on_demand(town):
    lot = town.send(PLANT, moved("shipping", PLANT, DC, "2026-08-12", "S2"),
                    moved("shipping", PLANT, STORE, "2026-08-10", "S1"))

    def ids(ordering: str | None) -> list[str]:
        part = town.trace.answer(town.firms[PLANT], lot, BOTH, ordering=ordering).lists[List.EVENTS]
        return [row.event_id for row in part.rows]

    assert (ids(None), ids("-date")) == (["S1", "S2"], ["S2", "S1"])
