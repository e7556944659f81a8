"""What flows through a cooling and its neighbours, and which clues tie them; by hand."""

from datetime import date

from engine.capture.flows import Statement, crop, flows
from engine.capture.resolution import clues, resolve
from tests.judging import judged
from tests.worked_example import LOCATIONS

NO = {place["business_name"]: int(key[1:]) for key, place in LOCATIONS.items()}
LEAFY = "Leafy greens (fresh)"
RB12 = crop(1, "RB-12", date(2026, 8, 7), LEAFY)


def stated(event_id: str, **changes) -> Statement:
    """An event of the worked example with place L01 as number 1, and so on."""
    record = judged(event_id, **changes).record
    places = {role: NO[d.business_name] for role, d in record.named_places() if d.business_name in NO}
    source = record.stated_source
    return Statement(event_id, 1, record, places, source and NO.get(source.business_name))


def ends(event_id: str, *evidence: Statement, **changes) -> tuple[list, list]:
    """(lot key, place) of tails and of heads."""
    target = stated(event_id, **changes)
    drawn = flows(target, resolve([target], [*evidence, target])[0][event_id])
    return tuple([(s.lot.key, s.place) for s in side] for side in (drawn.tails, drawn.heads))


def test_cooling_cools_what_a_packing_record_says_was_cooled_there_that_day():
    assert ends("EV03", stated("EV04")) == ([(RB12.key, 1)], [(RB12.key, 2)])


def test_cooling_takes_the_harvests_of_seven_days_where_no_packing_tells():
    for cut, found in (("2026-07-31", True), ("2026-07-30", False)):
        harvest = stated("EV01", harvest_date=cut)
        expected = crop(1, "RB-12", date.fromisoformat(cut), LEAFY)
        assert (ends("EV03", harvest)[1] == [(expected.key, 2)]) is found


def test_cooling_leaves_out_another_variety():
    tails, _ = ends("EV03", stated("EV01", variety="Bibb"))
    assert tails != [(RB12.key, 1)]


def test_harvest_draws_its_crop_at_the_farm():
    assert ends("EV01") == ([], [(RB12.key, 1)])


def test_packing_draws_from_farm_and_cooler():
    assert ends("EV04") == ([(RB12.key, 1), (RB12.key, 2)], [("(01)19521002000112(10)AV26219A", 3)])


def test_sprouts_draw_from_every_seed_party_named():
    tails, heads = ends("EV41")
    assert sorted(place for _, place in tails) == [15, 16, 17, 17, 18]
    assert heads == [("(01)19521011000714(10)LS-216-B2", 15)]


def test_landing_exempt_receipt_shipping_and_receiving():
    assert ends("EV20") == ([], [("(01)09521006000029(10)HLC-H-0805-01", 10)])
    assert ends("EV12") == ([("PFS-RX-20260810-01@6", 5)], [("PFS-RX-20260810-01@6", 6)])
    lot_a = "(01)19521002000112(10)AV26219A"
    assert ends("EV07") == ends("EV10") == ([(lot_a, 3)], [(lot_a, 6)])


def test_transformation_draws_every_input_at_the_plant():
    tails, heads = ends("EV13", stated("EV12"))
    assert tails == [("(01)19521002000112(10)AV26219A", 6), ("(01)19521005000218(10)ML219-F4", 6),
                     ("PFS-RX-20260810-01@6", 6)]
    assert heads == [("(01)19521003000319(10)PF223-2", 6)]


def test_unpacked_crop_draws_from_its_farm():
    melon = crop(12, "SR-7", date(2026, 8, 8), "Melons (fresh)")
    assert ends("EV31") == ([(melon.key, 12)], [("(01)19521009000511(10)CCF0810CN1", 13)])


def test_cooling_depends_on_eight_days_of_its_crop_and_gives_nothing():
    found = clues(stated("EV03"))
    assert (len([c for c in found.depends if c.startswith("crop:1:")]), found.gives) == (8, frozenset())


def test_code_with_a_gtin_hangs_on_no_other_record():
    assert clues(stated("EV07")).depends == clues(stated("EV07")).gives == frozenset()
    assert clues(stated("EV12")).gives == {"tlc:PFS-RX-20260810-01"}


def test_place_an_event_only_names_is_a_party_clue():
    assert "party:2" in clues(stated("EV01")).depends
