"""Adding up what the two sides of a movement report."""

from engine.trace.balance import Held, Shortfall, add_up

LOT, PLANT, DC, STORE = 1, 10, 20, 30


def moved(source: int, target: int, cte_type: str, quantity: float, unit: str = "case") -> dict:
    return {"lot": LOT, "from_place": source, "to_place": target, "cte_type": cte_type, "unit": unit,
            "quantity": quantity}


def made(place: int, quantity: float, unit: str = "case", used: bool = False) -> dict:
    return {"lot": LOT, "place": place, "made": not used, "unit": unit, "quantity": quantity}


def test_a_movement_both_sides_report_counts_once():
    found = add_up([moved(PLANT, DC, "shipping", 480), moved(PLANT, DC, "receiving", 480)], [made(PLANT, 960)])
    assert found.held == [Held(LOT, PLANT, "case", created=960, shipped=480), Held(LOT, DC, "case", received=480)]
    assert [h.unaccounted for h in found.held] == [480, 480]
    assert found.shortfalls == []


def test_one_side_alone_counts_at_both_ends():
    found = add_up([moved(PLANT, DC, "receiving", 7)], [])
    assert [h.unaccounted for h in found.held] == [-7, 7]


def test_each_end_keeps_its_own_word_and_the_difference_is_named():
    found = add_up([moved(DC, STORE, "shipping", 40), moved(DC, STORE, "receiving", 39)], [])
    assert found.held == [Held(LOT, DC, "case", shipped=40), Held(LOT, STORE, "case", received=39)]
    assert found.shortfalls == [Shortfall(LOT, DC, STORE, "case", 40, 39)]
    assert found.shortfalls[0].missing == 1


def test_what_was_used_is_accounted_for():
    assert add_up([], [made(PLANT, 640), made(PLANT, 200, used=True)]).held[0].unaccounted == 440


def test_units_are_not_mixed():
    found = add_up([], [made(PLANT, 10, "case"), made(PLANT, 400, "pound", used=True)])
    assert [(h.unit, h.unaccounted) for h in found.held] == [("case", 10), ("pound", -400)]


def test_tenths_add_up_to_tenths():
    found = add_up([], [made(PLANT, 0.3), made(PLANT, 0.1, used=True)])
    assert found.held[0].unaccounted == 0.2
