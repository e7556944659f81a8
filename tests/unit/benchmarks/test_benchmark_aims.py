"""What counts as met is worked out from the figures of one run."""

import pytest

from tests.benchmarks.aims import judge
from tests.benchmarks.questions import Seen
from tests.benchmarks.run import _wanted

FLOW = {"recorded_by": 2, "counterparties": [5], "on": 100, "recorded_at": 10, "superseded_at": 20, "gtin": "17"}


def timed(network, label, neo4j, postgres):
    return {"network": network, "label": label, "neo4j": neo4j, "postgres": postgres, "ratio": neo4j / postgres}


def test_traces_are_judged_on_the_larger_network_and_against_the_smaller():
    questions = [timed(10, "one lot forward", 2.0, 1.0), timed(10, "reach of a farm forward", 9.0, 9.0),
                 timed(100, "one lot forward", 3.0, 2.5), timed(100, "reach of a farm forward", 4.0, 9.0)]
    assert [(aim.name, round(aim.found, 2), aim.met) for aim in judge({"trace": {"questions": questions}})] == [
        ("one lot forward against Postgres, 100 events", 1.2, True),
        ("reach of a farm forward against Postgres, 100 events", 0.44, True),
        ("one lot forward, network 10 times larger", 1.5, False)]


def test_capture_has_a_least():
    paces = [{"document": 2_000, "clients": 1, "ratio": 0.5}, {"document": 200, "clients": 1, "ratio": 0.49}]
    assert [aim.met for aim in judge({"capture": paces})] == [True, False]


def test_a_workbook_is_judged_by_the_median_of_its_sizes():
    files = [{"way": way, "rows": rows, "seconds": seconds}
             for rows, bare, ours in ((1, 1.0, 9.0), (10, 2.0, 2.4), (100, 4.0, 4.0))
             for way, seconds in (("bare", bare), ("ours", ours))]
    only, = judge({"workbook": files})
    assert (only.found, only.met) == (1.2, True)


def test_exports_are_judged_first_and_later():
    exports = {"first": {"in_hand": 2.5}, "warm_median_in_hand": 0.9}
    assert [aim.met for aim in judge({"export": exports})] == [False, True]


def test_parts_that_were_not_measured_are_not_judged():
    assert judge({}) == []


def test_parts_are_asked_for_by_name():
    assert _wanted("trace, workbook") == ["trace", "workbook"]
    with pytest.raises(Exception, match="unknown: speed"):
        _wanted("speed")


@pytest.mark.parametrize(("seen", "shown"), [
    (Seen(1, [2], 15), True),
    (Seen(1, [3], 15), False),
    (Seen(5, [3], 15), True),
    (Seen(1, [2], 9), False),
    (Seen(1, [2], 20), False),
    (Seen(1, [2], 15, first=100, last=100), True),
    (Seen(1, [2], 15, first=101, last=110), False),
    (Seen(1, [], 15, [{"org": 2, "gtins": ["17"], "from": 90, "to": 110}]), True),
    (Seen(1, [], 15, [{"org": 2, "gtins": ["18"], "from": 90, "to": 110}]), False),
    (Seen(1, [], 15, [{"org": 2, "gtins": None, "from": 101, "to": 110}]), False),
])
def test_a_flow_shows_by_the_rules_of_a_trace(seen, shown):
    assert seen.shows(FLOW) is shown
