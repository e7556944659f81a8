"""Adding up what the two sides of a movement report."""

import json

from engine.trace.balance import Held, Shortfall, add_up

LOT, PLANT, DC, STORE = 1, 10, 20, 30
CODE = "PF223-2"
DAY = 20_678
OWN, OTHER = 5, 6


# What a record of each kind cannot be without.
LEAST = {
    "shipping": {"ship_date": "2026-08-13", "ship_from_location": {}, "ship_to_location": {}},
    "receiving": {"received_date": "2026-08-13", "receiving_location": {}, "immediate_previous_source": {}},
    "transformation": {"transformation_date": "2026-08-13", "transformation_location": {}},
    "one_up_one_back": {},
}


def record(kind: str, **said) -> str:
    name = "record_type" if kind == "one_up_one_back" else "cte_type"
    return json.dumps({name: kind, "tlc": CODE, **LEAST[kind], **said})


def moved(source: int, target: int, cte_type: str, quantity: float, unit: str = "case", by: int = OWN, **said) -> dict:
    return {"lot": LOT, "from_place": source, "to_place": target, "cte_type": cte_type, "unit": unit,
            "quantity": quantity, "on": DAY, "recorded_by": by, "record": record(cte_type, **said)}


def made(place: int, quantity: float, unit: str = "case", used: bool = False, by: int = OWN,
         cte_type: str = "transformation", **said) -> dict:
    return {"lot": LOT, "match": CODE, "place": place, "made": not used, "cte_type": cte_type, "unit": unit,
            "quantity": quantity, "on": DAY, "recorded_by": by, "record": record(cte_type, **said)}


def units(found) -> list[tuple]:
    return [(h.place, h.unit, h.unaccounted) for h in found.held]


def test_a_movement_both_sides_report_counts_once():
    found = add_up([moved(PLANT, DC, "shipping", 480), moved(PLANT, DC, "receiving", 480)], [made(PLANT, 960)])
    assert found.held == [Held(LOT, PLANT, "case", created=960, shipped=480), Held(LOT, DC, "case", received=480)]
    assert [h.unaccounted for h in found.held] == [480, 480]
    assert found.shortfalls == []


def test_one_side_alone_counts_at_both_ends():
    found = add_up([moved(PLANT, DC, "receiving", 7)], [])
    assert [(h.shipped, h.received, h.unaccounted) for h in found.held] == [(7, 0, None), (0, 7, 7)]


def test_more_may_leave_than_came():
    found = add_up([moved(PLANT, DC, "shipping", 7)], [made(PLANT, 5)])
    assert units(found) == [(PLANT, "case", -2), (DC, "case", 7)]


def test_each_end_keeps_its_own_word_and_the_difference_is_named():
    found = add_up([moved(DC, STORE, "shipping", 40), moved(DC, STORE, "receiving", 39)], [])
    assert found.held == [Held(LOT, DC, "case", shipped=40), Held(LOT, STORE, "case", received=39)]
    assert found.shortfalls == [Shortfall(LOT, DC, STORE, "case", 40, 39)]
    assert found.shortfalls[0].missing == 1


def test_several_movements_of_one_lane_add_up():
    found = add_up([moved(DC, STORE, "shipping", 40), moved(DC, STORE, "shipping", 40),
                    moved(DC, STORE, "receiving", 60)], [])
    assert [(s.shipped, s.received) for s in found.shortfalls] == [(80, 60)]


def test_what_weighs_the_same_is_no_difference():
    # 453.6 kg is 1,000 lb as people round it; then 500 lb and 200 kg, told the other way round.
    found = add_up([moved(DC, STORE, "shipping", 1000, "pound"), moved(DC, STORE, "receiving", 453.6, "kilogram")], [])
    assert found.shortfalls == []
    found = add_up([moved(DC, STORE, "shipping", 500, "pound"), moved(DC, STORE, "shipping", 200, "kilogram"),
                    moved(DC, STORE, "receiving", 226.8, "kilogram"),
                    moved(DC, STORE, "receiving", 440.9, "pound")], [])
    assert found.shortfalls == []


def test_a_kilogram_less_is_one_in_each_sides_own_units_where_they_are_the_same():
    found = add_up([moved(DC, STORE, "shipping", 1000, "pound"), moved(DC, STORE, "receiving", 452.5, "kilogram")], [])
    assert found.shortfalls == [Shortfall(LOT, DC, STORE, "kilogram", 453.59237, 452.5)]
    found = add_up([moved(DC, STORE, "shipping", 500, "pound"), moved(DC, STORE, "shipping", 200, "kilogram"),
                    moved(DC, STORE, "receiving", 500, "pound"), moved(DC, STORE, "receiving", 190, "kilogram")], [])
    assert found.shortfalls == [Shortfall(LOT, DC, STORE, "kilogram", 200, 190)]


def test_of_pounds_alone_an_ounce_is_a_difference():
    found = add_up([moved(DC, STORE, "shipping", 1000, "pound"), moved(DC, STORE, "receiving", 999.9, "pound")], [])
    assert found.shortfalls == [Shortfall(LOT, DC, STORE, "pound", 1000, 999.9)]


def test_what_was_used_is_accounted_for():
    assert add_up([], [made(PLANT, 640), made(PLANT, 200, used=True)]).held[0].unaccounted == 440


def test_an_event_that_two_firms_recorded_counts_once():
    found = add_up([moved(PLANT, DC, "shipping", 10), moved(PLANT, DC, "shipping", 10, by=OTHER)],
                   [made(PLANT, 30), made(PLANT, 30, by=OTHER)])
    assert units(found) == [(PLANT, "case", 20), (DC, "case", 10)]


def test_food_passed_on_was_not_made_where_it_came():
    found = add_up([], [made(PLANT, 3, used=True, cte_type="one_up_one_back"),
                        made(DC, 3, cte_type="one_up_one_back")])
    assert found.held == [Held(LOT, PLANT, "case", shipped=3), Held(LOT, DC, "case", received=3)]


# Units


def test_units_that_cannot_be_weighed_are_not_mixed():
    found = add_up([], [made(PLANT, 10, "case"), made(PLANT, 400, "pound", used=True)])
    assert units(found) == [(PLANT, "case", 10), (PLANT, "pound", None)]


def test_masses_add_up_in_kilograms():
    found = add_up([], [made(PLANT, 1_000, "pound"), made(PLANT, 100, "kilogram", used=True)])
    assert units(found) == [(PLANT, "kilogram", 353.59237)]  # 1,000 lb are 453.59237 kg


def test_one_unit_stays_as_it_was_recorded():
    assert units(add_up([], [made(PLANT, 1_000, "pound"), made(PLANT, 400, "pound", used=True)])) == [
        (PLANT, "pound", 600)]


def test_containers_of_known_content_are_weighed():
    found = add_up([moved(PLANT, DC, "shipping", 30, "bin", unit_content={"quantity": 400, "unit": "pound"})],
                   [made(PLANT, 20_000, "pound")])
    assert units(found) == [(PLANT, "kilogram", 3_628.73896), (DC, "bin", 30)]  # 8,000 lb left at the plant


def test_packaging_size_says_what_a_case_of_an_input_holds():
    used = {"input_tlc": CODE, "input_quantity_used": 4, "input_unit_of_measure": "case",
            "input_product": {"product_name": "Romaine", "packaging_size": "25 lb"}}
    found = add_up([], [made(PLANT, 200, "pound"), made(PLANT, 4, used=True, inputs=[used])])
    assert units(found) == [(PLANT, "kilogram", 45.359237)]  # 100 lb


def test_input_told_twice_in_different_packagings_is_not_weighed():
    inputs = [{"input_tlc": CODE, "input_quantity_used": 1, "input_unit_of_measure": "case",
               "input_product": {"packaging_size": size}} for size in ("25 lb", "10 lb")]
    found = add_up([], [made(PLANT, 100, "pound"), made(PLANT, 2, used=True, inputs=inputs)])
    assert units(found) == [(PLANT, "case", None), (PLANT, "pound", 100)]


def test_two_sides_in_two_units_are_compared_by_weight():
    sent = moved(DC, STORE, "shipping", 2, "bin", unit_content={"quantity": 400, "unit": "pound"})
    assert add_up([sent, moved(DC, STORE, "receiving", 800, "pound")], []).shortfalls == []
    (found,) = add_up([sent, moved(DC, STORE, "receiving", 700, "pound")], []).shortfalls
    assert (found.unit, found.missing) == ("kilogram", 45.359237)  # 100 lb


def test_nothing_is_said_of_sides_that_cannot_be_compared():
    found = add_up([moved(DC, STORE, "shipping", 2, "pallet"), moved(DC, STORE, "receiving", 80, "case")], [])
    assert found.shortfalls == []
    assert units(found) == [(DC, "pallet", None), (STORE, "case", 80)]


def test_tenths_add_up_to_tenths():
    found = add_up([], [made(PLANT, 0.3), made(PLANT, 0.1, used=True)])
    assert found.held[0].unaccounted == 0.2
