from datetime import date

import pytest

from engine.fsma.other.agreements import holds, last_day, three_years_after
from engine.fsma.other.records import WrittenAgreement


def agreement(**said):
    return WrittenAgreement(**{"event_id": "AG1", "kind": "kill_step", "effective_date": date(2025, 3, 1),
                               "renew_by": date(2027, 3, 1), "signatures": ("A. Arroyo", "C. Lucero"), **said})


@pytest.mark.parametrize("day", [date(2025, 3, 1), date(2026, 8, 12), date(2027, 3, 1)])
def test_it_holds_from_its_first_to_its_last_day(day):
    assert holds(agreement(), day)


@pytest.mark.parametrize("day", [date(2025, 2, 28), date(2027, 3, 2)])
def test_it_holds_neither_before_nor_after(day):
    assert not holds(agreement(), day)


@pytest.mark.parametrize("said", [
    {"signatures": ()}, {"kind": None}, {"kind": "friendship"}, {"effective_date": None},
    {"renew_by": date(2025, 1, 1)},
])
def test_without_signature_kind_or_first_day_it_never_holds(said):
    assert not holds(agreement(**said), date(2026, 8, 12))


def test_without_a_day_of_renewal_it_holds_for_three_years():
    assert last_day(agreement(renew_by=None)) == date(2028, 3, 1)
    assert holds(agreement(renew_by=None), date(2028, 3, 1))
    assert not holds(agreement(renew_by=None), date(2028, 3, 2))


def test_it_never_holds_for_more_than_three_years_whatever_it_says():
    assert last_day(agreement(renew_by=date(2035, 1, 1))) == date(2028, 3, 1)
    assert not holds(agreement(renew_by=date(2035, 1, 1)), date(2028, 3, 2))


def test_a_day_of_renewal_alone_is_its_last():
    assert last_day(agreement(effective_date=None)) == date(2027, 3, 1)
    assert last_day(agreement(effective_date=None, renew_by=None)) is None


@pytest.mark.parametrize(("day", "later"), [
    (date(2024, 2, 29), date(2027, 2, 28)), (date(2026, 8, 12), date(2029, 8, 12)), (date(9998, 5, 5), date.max),
])
def test_three_years_after(day, later):
    assert three_years_after(day) == later
