"""What a question admits and how it becomes parameters."""

from datetime import UTC, date, datetime

import pytest

from engine.errors import Invalid
from engine.identity import View
from engine.trace.question import Direction, Question, Ring, Scope

VIEW = View(viewer=3, orgs=[3])


def test_both_is_forward_and_backward():
    assert Direction.BOTH.ways == (Direction.FORWARD, Direction.BACKWARD)
    assert Direction.FORWARD.ways == (Direction.FORWARD,)


def test_rings_lie_in_one_another():
    assert [ring.rank for ring in (Ring.IN_ORDER, Ring.RECORDED, Ring.WORST_CASE)] == [0, 1, 2]


def test_without_a_moment_the_latest_capture_counts():
    assert Scope.of(VIEW, Question(), latest=77).at == 77


def test_an_earlier_moment_is_its_milliseconds():
    question = Question(as_known_at=datetime(1970, 1, 1, 0, 0, 2, tzinfo=UTC))
    assert Scope.of(VIEW, question, latest=77_000).at == 2_000


def test_without_dates_none_are_compared():
    params = Scope.of(VIEW, Question(), latest=1).params()
    assert (params["from"], params["to"]) == (None, None)


def test_one_sided_dates_leave_the_other_side_open():
    scope = Scope.of(VIEW, Question(date_from=date(1970, 1, 11)), latest=1)
    assert scope.first == 10
    assert scope.last > 2_900_000


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(Invalid) as refused:
        Question(date_from=date(2026, 8, 2), date_to=date(2026, 8, 1))
    assert refused.value.details[0]["loc"] == ["query", "date_to"]


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(Invalid):
        Question(as_known_at=datetime(2026, 8, 1))
