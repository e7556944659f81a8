from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.fsma.dates import Order, Trouble, order, read

AUGUST_14 = date(2026, 8, 14)


@pytest.mark.parametrize(
    "text",
    [
        "2026-08-14", "2026/8/14", "20260814", "08/14/2026", "14/08/2026", "14.08.2026", "8-14-2026", "8/14/26",
        "Aug 14, 2026", "14 August 2026", "14-Aug-2026", "Friday, 14 Aug 2026", "\u00a02026\u201108\u201114 ",
        "14-Aug-26", "14AUG2026", "August 14th, 2026", "Aug-14-26", "Fri 8/14/2026", "14 de agosto de 2026",
        "viernes 14 de agosto del 2026", "14/ago/26", "14 ao\u00fbt 2026", "ven. 14 ao\u00fbt 2026",
        "8/14/2026 15:30", "8/14/2026 3:30:00 PM", "8/14/26 0:00", "14.08.2026 00:00:00", "2026-08-14 0:00:00",
        "2026-08-14 3:30 PM",
    ],
)  # fmt: skip
def test_one_day_in_many_spellings(text):
    assert read(text).day == AUGUST_14


def test_an_ambiguous_date_is_not_guessed():
    reading = read("04/05/2026")
    assert (reading.day, reading.trouble) == (None, Trouble.AMBIGUOUS)
    assert reading.choices == (date(2026, 4, 5), date(2026, 5, 4))


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("26-08-14", (date(2014, 8, 26), AUGUST_14)),
        ("04-05-06", (date(2004, 5, 6), date(2006, 4, 5), date(2006, 5, 4))),
    ],
)
def test_between_hyphens_a_short_year_may_come_first(text, choices):
    assert (read(text).trouble, read(text).choices) == (Trouble.AMBIGUOUS, choices)
    assert read("26-08-14", Order.YEAR_FIRST).day == AUGUST_14
    assert read("14-08-26", Order.DAY_FIRST).day == read("08-14-26").day == AUGUST_14


def test_march_is_no_tuesday():
    # "mar" is short for Tuesday in Spanish and French.
    assert read("mar 14 2026").day == date(2026, 3, 14)
    assert read("mar 11 ago 2026").day == date(2026, 8, 11)


def test_a_declared_order_settles_it():
    assert read("04/05/2026", Order.MONTH_FIRST).day == date(2026, 4, 5)
    assert read("04/05/2026", Order.DAY_FIRST).day == date(2026, 5, 4)
    assert read("14/05/2026", Order.MONTH_FIRST).trouble is Trouble.UNREADABLE


def test_the_same_number_twice_is_not_ambiguous():
    assert read("05/05/2026").day == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-08-14T23:30:00-06:00", date(2026, 8, 14)),
        ("2026-08-15T05:30:00Z", date(2026, 8, 15)),
        ("2026-08-14 23:30", date(2026, 8, 14)),
    ],
)
def test_a_time_gives_the_local_date_at_its_own_offset(text, day):
    assert read(text).day == day


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "2026-13-01", "45000", "32/13/2026", "2026-08", "x" * 90,
                                  "Aug 2026", "Aug-26", "14 Aug", "31 Sept 2026", "2026-08-14 25:00",
                                  "next 14 Aug 2026"])
def test_what_is_no_date(text):
    assert read(text).trouble is Trouble.UNREADABLE


@pytest.mark.parametrize(
    ("text", "expected"),
    [("mm/dd/yyyy", Order.MONTH_FIRST), ("DD.MM.YY", Order.DAY_FIRST), ("YYYY-MM-DD", Order.YEAR_FIRST), ("?", None)],
)
def test_names_of_orders(text, expected):
    assert order(text) is expected


@given(st.text(max_size=80), st.sampled_from([None, *Order]))
def test_nothing_makes_it_fail(text, declared):
    reading = read(text, declared)
    assert (reading.day is None) == (reading.trouble is not None)


@given(st.dates(min_value=date(1900, 1, 1)))
def test_iso_dates_read_as_themselves(day):
    assert read(day.isoformat()).day == day
