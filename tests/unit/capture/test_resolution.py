"""Which lots records mean and what flows through them: retired records, records from outside the rule; by hand."""

from engine.capture.flows import LotRef, Statement, flows
from engine.capture.resolution import resolve
from tests.judging import LEFT_OUT, judged
from tests.worked_example import LOCATIONS

NO = {place["business_name"]: int(key[1:]) for key, place in LOCATIONS.items()}
OWN = {"tlc": "OWN 7", "tlc_source_reference": LEFT_OUT}


def stated(event_id: str, key: str | None = None, **changes) -> Statement:
    """An event of the worked example with place L01 as number 1, and so on."""
    record = judged(event_id, **changes).record
    places = {role: NO[d.business_name] for role, d in record.named_places() if d.business_name in NO}
    source = record.stated_source
    return Statement(key or event_id, 1, record, places, source and NO.get(source.business_name))


def lot(target: Statement, *evidence: Statement) -> tuple[LotRef | None, bool]:
    """The lot of a target, and whether its source stays open."""
    found, unclear = resolve([target], evidence)
    return found[target.key].lot, target.key in unclear


def retired_receipt() -> Statement:
    """Lot OWN 7 at the processor, of no stated source; no evidence of itself, because it stands no longer."""
    return stated("EV11", **OWN, tlc_source=LEFT_OUT)


def test_retired_record_means_the_lot_that_those_still_standing_tell():
    shipped = stated("EV09", **OWN)  # from L04, which is its source, to L06
    assert lot(retired_receipt(), shipped) == (LotRef("OWN 7@4", "packed", "OWN 7", source=4), False)


def test_retired_record_with_nobody_to_tell_is_provisional_where_it_was():
    assert lot(retired_receipt()) == (LotRef("OWN 7~4", "provisional", "OWN 7"), False)


def test_retired_record_keeps_the_source_it_states():
    assert lot(stated("EV09", **OWN)) == (LotRef("OWN 7@4", "packed", "OWN 7", source=4), False)


def test_retired_record_among_several_sources_stays_provisional_and_opens_no_question():
    two = [stated("EV09", **OWN), stated("EV09", "other", **OWN, tlc_source=LOCATIONS["L03"])]
    assert lot(retired_receipt(), *two) == (LotRef("OWN 7~4", "provisional", "OWN 7"), False)


def test_standing_record_among_several_sources_opens_one():
    two = [stated("EV09", **OWN), stated("EV09", "other", **OWN, tlc_source=LOCATIONS["L03"])]
    assert lot(retired_receipt(), *two, retired_receipt())[1] is True


def test_retired_source_no_longer_tells_what_an_input_was():
    inputs = [{"input_tlc": "OWN 7", "input_quantity_used": 5, "input_unit_of_measure": "case"}]
    target = stated("EV13", inputs=inputs)
    with_source = resolve([target], [stated("EV09", **OWN)])[0]["EV13"].inputs[0]
    without = resolve([target], [])[0]["EV13"].inputs[0]
    assert [ref.key for ref in with_source] == ["OWN 7@4"]
    assert [ref.key for ref in without] == ["OWN 7~6"]


def ends(target: Statement) -> tuple[list, list]:
    drawn = flows(target, resolve([target], [target])[0][target.key])
    return tuple([(s.lot.key, s.place, s.quantity, s.unit) for s in side] for side in (drawn.tails, drawn.heads))


def test_lot_made_from_nothing_on_the_list_flows_out_of_nowhere():
    code = "(01)19521010000616(10)CLD-219-A1"
    assert ends(stated("EV36")) == ([], [(code, 14, 150.0, "case")])


def test_packing_from_an_exempt_source_flows_from_nobody():
    farm_fields = ("harvest_farm", "growing_area_name", "harvester_business_name", "harvester_phone", "harvest_date",
                   "cooling_location", "cooling_date")
    target = stated("EV04", cte_type="initial_packing_exempt_source", source_location=LOCATIONS["L05"],
                    **dict.fromkeys(farm_fields, LEFT_OUT))
    assert target.record.from_exempt_source
    assert ends(target) == ([], [("(01)19521002000112(10)AV26219A", 3, 640.0, "case")])


def test_crop_never_packed_that_came_from_an_exempt_source_flows_from_nobody():
    farm_fields = ("harvest_farm", "growing_area_name", "harvester_business_name", "harvester_phone", "harvest_date")
    target = stated("EV31", source_location=LOCATIONS["L05"], **dict.fromkeys(farm_fields, LEFT_OUT))
    assert ends(target) == ([], [("(01)19521009000511(10)CCF0810CN1", 13, 1200.0, "case")])
