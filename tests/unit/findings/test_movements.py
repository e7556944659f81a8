"""Which shipment and which receipt are one movement."""

import json
from itertools import permutations

import pytest

from engine.findings.rules.movements import match
from engine.findings.told import Flow, Told
from engine.fsma.cte_types import CteType
from tests.judging import event

FROM, TO = 1, 2


def told(no: int, kind: str, on: int, quantity: float | None, unit: str | None = "case", recorder: int = 1) -> Told:
    said = event("EV18" if kind == "shipping" else "EV19")
    ends = [(Flow(9, place, quantity, unit),) for place in (FROM, TO)]
    return Told(no, f"key {no}", f"E{no}", CteType(kind), on, recorder, (), None, 9, None, False, *ends,
                json.dumps(said))


def numbers(shipped: list[tuple], received: list[tuple]) -> tuple[set, list, list]:
    """Pairs and leftovers by number; a side is (number, day, quantity, unit)."""
    sent = sorted((told(no, "shipping", *rest) for no, *rest in shipped), key=lambda t: t.rank)
    got = sorted((told(no, "receiving", *rest) for no, *rest in received), key=lambda t: t.rank)
    pairs, left, waiting = match(sent, got)
    return {(s.no, r.no) for s, r in pairs}, [s.no for s in left], [r.no for r in waiting]


def test_equal_amounts_pair():
    assert numbers([(1, 10, 40)], [(2, 11, 40)]) == ({(1, 2)}, [], [])


def test_different_amounts_are_left_on_both_sides():
    assert numbers([(1, 10, 40)], [(2, 11, 39)]) == (set(), [1], [2])


def test_the_nearest_date_pairs_first_of_equal_amounts():
    assert numbers([(1, 10, 5), (2, 17, 5)], [(3, 18, 5)]) == ({(2, 3)}, [1], [])


def test_an_amount_nobody_names_pairs_with_any():
    assert numbers([(1, 10, None)], [(2, 11, 7)]) == ({(1, 2)}, [], [])
    assert numbers([(1, 10, 7)], [(2, 11, None)]) == ({(1, 2)}, [], [])


def test_equal_amounts_pair_before_unknown_ones():
    assert numbers([(1, 10, None), (2, 10, 7)], [(3, 11, 7)]) == ({(2, 3)}, [1], [])


def test_pounds_pair_with_the_same_mass_in_kilograms():
    assert numbers([(1, 10, 1000, "kilogram")], [(2, 11, 1000 / 0.45359237, "pound")]) == ({(1, 2)}, [], [])


def test_cases_pair_with_what_their_packaging_size_weighs():
    # Romaine hearts come in cases of 18 lb.
    assert numbers([(1, 10, 40, "case")], [(2, 11, 720, "pound")]) == ({(1, 2)}, [], [])


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_records_makes_no_difference(order):
    shipped = [(1, 10, 5), (2, 12, 5), (3, 14, 6)]
    received = [(4, 11, 5), (5, 15, 6), (6, 13, 5)]
    assert numbers([shipped[i] for i in order], [received[i] for i in order]) == ({(1, 4), (2, 6), (3, 5)}, [], [])


def test_thousands_of_movements_between_two_places_are_matched_in_time():
    many = 4_000
    pairs, left, waiting = numbers([(n, n % 90, 5) for n in range(many)], [(many + n, n % 90, 5) for n in range(many)])
    assert (len(pairs), left, waiting) == (many, [], [])
