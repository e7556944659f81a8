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
    ],
)  # fmt: skip
def test_one_day_in_many_spellings(text):
    assert read(text).day == AUGUST_14


def test_an_ambiguous_date_is_not_guessed():
    reading = read("04/05/2026")
    assert (reading.day, reading.trouble) == (None, Trouble.AMBIGUOUS)
    assert reading.choices == (date(2026, 4, 5), date(2026, 5, 4))


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


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "2026-13-01", "45000", "32/13/2026", "2026-08", "x" * 90])
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
