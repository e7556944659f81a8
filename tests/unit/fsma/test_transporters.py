import pytest

from engine.fsma.judge import judge
from engine.fsma.rules.transporters import names
from tests.judging import NOW, event, found
from tests.worked_example import LOCATIONS

KNOWN = names("Redline Freight; 9521001000017 ;")
CARRIER = {**LOCATIONS["L02"], "gln": None, "business_name": "REDLINE FREIGHT"}


def judged(event_id: str, **changes):
    return judge(event(event_id, **changes), 0, NOW, transporters=KNOWN)


def test_a_list_of_carriers_is_read_by_name_and_gln():
    assert names(" Redline Freight ;; 9521001000017") == {"redline freight", "9521001000017"}
    assert names(None) == names("") == frozenset()


@pytest.mark.parametrize(("event_id", "role"), [
    ("EV10", "immediate_previous_source"), ("EV07", "ship_to_location"), ("EV01", "immediate_subsequent_recipient")])
@pytest.mark.parametrize("carrier", [CARRIER, {"gln": "9521001000017"}], ids=["by name", "by GLN"])
def test_a_carrier_who_sent_or_got_the_food_forbids_the_record(event_id, role, carrier):
    judgement = judged(event_id, **{role: carrier})
    assert judgement.record is None
    assert ("V-LOC-06", "error", role) in found(judgement)


def test_nobody_received_food_for_packing_from_a_carrier():
    judgement = judged("EV31", source_location=CARRIER)
    assert judgement.record is None
    assert ("V-LOC-06", "error", "source_location") in found(judgement)


def test_a_carrier_that_assigned_the_lot_code_is_a_warning():
    judgement = judged("EV10", tlc_source=CARRIER)
    assert judgement.record is not None
    assert ("V-LOC-06", "warning", "tlc_source") in found(judgement)


@pytest.mark.parametrize("place", ["L03", "L06"])
def test_anybody_else_may_send_food(place):
    rules = {rule for rule, _, _ in found(judged("EV10", immediate_previous_source=LOCATIONS[place]))}
    assert "V-LOC-06" not in rules


def test_without_a_list_nobody_is_a_carrier():
    assert judge(event("EV10", immediate_previous_source=CARRIER), 0, NOW).record is not None
