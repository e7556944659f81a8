"""An event that cannot be accepted says nothing else than a record, or it does."""

import copy

import pytest

from engine.capture.said import says_nothing_else
from engine.fsma.judge import judge
from tests.judging import LEFT_OUT, NOW, event, judged


def nothing_else(of, faulty, **good):
    """Whether a faulty event says nothing else than the record of the good one."""
    refused = judge(faulty, 0, NOW)
    assert refused.record is None, "it must be one that cannot be accepted"
    return says_nothing_else(faulty, refused, judged(of, **good).record, NOW)


def used(**changes):
    """The transformation's inputs with the second one changed."""
    inputs = copy.deepcopy(event("EV13")["inputs"])
    inputs[1].update(changes)
    return inputs


@pytest.mark.parametrize(("of", "fault"), [
    ("EV14", {"ship_date": "soon"}), ("EV14", {"ship_date": LEFT_OUT}), ("EV14", {"ship_date": "2031-01-01"}),
    ("EV14", {"quantity": "a few"}), ("EV14", {"ship_from_location": None}), ("EV14", {"cte_type": "teleporting"}),
    ("EV14", {"quantity": "a few", "ship_date": "soon"}),
    ("EV13", {"inputs": used(input_quantity_used="lots")}),
])
def test_what_differs_only_where_it_is_at_fault_says_nothing_else(of, fault):
    assert nothing_else(of, event(of, **fault))


@pytest.mark.parametrize(("of", "fault"), [
    ("EV14", {"ship_date": "soon", "quantity": 470}), ("EV14", {"ship_date": "soon", "tlc": "another"}),
    ("EV14", {"ship_date": "soon", "supersedes_event_id": "EV9"}),
    ("EV14", {"ship_date": "soon", "reference_documents": []}),
    ("EV13", {"inputs": used(input_quantity_used="lots", input_tlc="another")}),
    ("EV13", {"inputs": used(input_quantity_used="lots")[:2]}),
])
def test_what_says_something_else_is_told_apart(of, fault):
    assert not nothing_else(of, event(of, **fault))


def test_another_record_is_told_apart():
    assert not nothing_else("EV16", event("EV14", ship_date="soon"))


def test_an_event_that_is_no_event_says_something_else():
    assert not nothing_else("EV14", event("EV14", cte_type=7, ship_date=[[]], quantity={}, tlc="another"))


def test_the_event_itself_is_left_as_it_was():
    faulty = event("EV13", inputs=used(input_quantity_used="lots"))
    before = copy.deepcopy(faulty)
    nothing_else("EV13", faulty)
    assert faulty == before


@pytest.mark.parametrize("odd", [[], {}, [["x"]], [{"input_tlc": 7}], "x", 7, {"0": 1}])
@pytest.mark.parametrize("field", ["inputs", "transformation_location", "reference_documents", "product", "quantity"])
def test_no_shape_of_a_value_is_too_odd_to_be_compared(field, odd):
    faulty = event("EV13", **{field: odd, "transformation_date": "soon"})
    refused = judge(faulty, 0, NOW)
    said = says_nothing_else(faulty, refused, judged("EV13").record, NOW)
    assert isinstance(said, bool) and faulty[field] == odd
