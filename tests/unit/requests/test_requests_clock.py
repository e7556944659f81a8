"""The clock of a records request, and how its scope is kept and told; by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from engine.jobs.sla import Sla
from engine.requests.request import Asked, Reason, RecordsRequest, State
from engine.requests.selection import Found

AT = datetime(2026, 11, 3, 21, 0, tzinfo=UTC)
OPEN = RecordsRequest("r", 1, "o", State.OPEN, Reason.OUTBREAK, "FDA", AT, AT + timedelta(hours=24), AT, Asked())


@pytest.mark.parametrize(("request_", "hours", "expected"), [
    (OPEN, 0, Sla.ON_TRACK), (OPEN, 18, Sla.ON_TRACK), (OPEN, 18.01, Sla.AT_RISK), (OPEN, 23.99, Sla.AT_RISK),
    (OPEN, 24, Sla.BREACHED), (replace(OPEN, status=State.FAILED), 1, Sla.AT_RISK),
    (replace(OPEN, status=State.FURNISHED, furnished_at=AT + timedelta(hours=23)), 100, Sla.MET),
    (replace(OPEN, status=State.FURNISHED, furnished_at=AT + timedelta(hours=24)), 100, Sla.BREACHED),
    (replace(OPEN, due_at=AT + timedelta(hours=72)), 50, Sla.ON_TRACK),
    (replace(OPEN, status=State.WITHDRAWN), 100, None),
])
def test_the_clock_runs_from_the_moment_of_asking(request_, hours, expected):
    assert request_.clock(AT + timedelta(hours=hours)) is expected


def test_a_scope_is_kept_as_it_was_asked():
    asked = Asked(("E", "B"), ("19521002000129",), ("9521004000274",), date(2026, 8, 1), None, True)
    assert Asked.from_json(asked.to_json()) == asked


@pytest.mark.parametrize(("asked", "words"), [
    (Asked(lots=("E", "B")), "The organization's own records of lots E, B"),
    (Asked(places=("9521004000274",), date_from=date(2026, 8, 1), shared=True),
     "All records in view of places 9521004000274; dates 2026-08-01 to today"),
    (Asked(date_to=date(2026, 8, 1)), "The organization's own records of dates the beginning to 2026-08-01"),
])
def test_a_scope_is_told_in_one_sentence(asked, words):
    assert asked.in_words() == words


def test_what_no_record_was_found_for_is_named_in_the_order_asked():
    found = Found()
    found.counts.update([("lot", "E"), ("place", "P"), ("product", "E")])
    asked = Asked(lots=("B", "E"), products=("G",), places=("P",))
    assert found.missing(asked) == [("lot", "B"), ("product", "G")]
