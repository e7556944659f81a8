"""The worked example against what was worked out by hand, and against our own judge."""

from datetime import UTC, datetime

import pytest

from engine.fsma import gs1
from engine.fsma.cte_types import KINDS, CteType
from engine.fsma.judge import judge, shape_faults
from engine.fsma.records import from_json
from tests.worked_example import BY_ID, EVENTS, LOCATIONS, LOGISTIC_UNITS, LOTS, PRODUCTS, RECORDED_BY

NOW = datetime(2026, 8, 15, tzinfo=UTC)

# Section 8.4: event, where, date, quantity of the lot.
EVENT_LIST = """
EV01 harvesting L01 2026-08-07 60
EV02 harvesting L04 2026-08-07 300
EV03 cooling L02 2026-08-07 60
EV04 initial_packing L03 2026-08-07 640
EV05 initial_packing L03 2026-08-07 400
EV06 initial_packing L04 2026-08-07 300
EV07 shipping L03 2026-08-08 640
EV08 shipping L03 2026-08-09 400
EV09 shipping L04 2026-08-08 300
EV10 receiving L06 2026-08-10 640
EV11 receiving L06 2026-08-10 300
EV12 receiving_exempt_source L06 2026-08-10 20
EV13 transformation L06 2026-08-11 960
EV14 shipping L06 2026-08-12 480
EV15 receiving L07 2026-08-13 480
EV16 shipping L07 2026-08-14 24
EV17 receiving L08 2026-08-14 24
EV18 shipping L07 2026-08-14 40
EV19 receiving L09 2026-08-14 39
EV20 first_land_based_receiving L10 2026-08-05 4200
EV21 shipping L10 2026-08-05 4200
EV22 receiving L11 2026-08-05 4200
EV23 transformation L11 2026-08-06 160
EV24 shipping L11 2026-08-07 100
EV25 receiving L07 2026-08-09 100
EV26 shipping L07 2026-08-10 6
EV27 receiving L08 2026-08-10 6
EV28 receiving L07 2026-08-11 400
EV29 harvesting L15 2026-08-04 250
EV30 harvesting L12 2026-08-08 20
EV31 transformation_unpacked_rac L13 2026-08-10 1200
EV32 shipping L13 2026-08-10 300
EV33 receiving L07 2026-08-12 300
EV34 shipping L07 2026-08-13 12
EV35 receiving L09 2026-08-13 12
EV36 transformation L14 2026-08-07 150
EV37 shipping L14 2026-08-09 60
EV38 receiving L07 2026-08-10 60
EV39 shipping L07 2026-08-11 10
EV40 receiving L08 2026-08-11 10
EV41 initial_packing_sprouts L15 2026-08-04 80
"""
ROWS = [tuple(line.split()) for line in EVENT_LIST.split("\n") if line]


def record_of(event_id):
    return judge(BY_ID[event_id], 0, NOW).record


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e["event_id"])
def test_no_event_has_an_error_or_a_warning(event):
    judgement = judge(event, 0, NOW)
    assert judgement.record is not None
    assert [f for f in judgement.findings if f.severity != "info"] == []


@pytest.mark.parametrize(("event_id", "kind", "place", "day", "amount"), ROWS)
def test_each_event_is_the_one_of_the_event_list(event_id, kind, place, day, amount):
    record = record_of(event_id)
    assert (record.cte_type, record.on.isoformat(), record.quantity_of_lot) == (kind, day, int(amount))
    assert record.place.gln == LOCATIONS[place]["gln"]
    assert RECORDED_BY[event_id] == place
    assert record.record_owner.gln == LOCATIONS[place]["gln"]


def test_it_has_every_event_of_the_list_and_no_other():
    assert sorted(BY_ID) == [row[0] for row in ROWS] == sorted(RECORDED_BY)
    assert (len(LOCATIONS), len(PRODUCTS), len(LOTS), len(LOGISTIC_UNITS)) == (18, 10, 10, 4)


def test_it_shows_every_kind_of_event_but_packing_from_an_exempt_source():
    shown = {event["cte_type"] for event in EVENTS}
    assert set(CteType) - shown == {"initial_packing_exempt_source"}


def test_the_document_has_no_shape_fault():
    assert shape_faults({"events": EVENTS}) == []


@pytest.mark.parametrize(
    "digits",
    [place["gln"] for place in LOCATIONS.values() if "gln" in place]
    + [product["gtin"] for product in PRODUCTS.values() if "gtin" in product]
    + list(LOGISTIC_UNITS.values()),
)
def test_check_digits(digits):
    assert gs1.check_digit_ok(digits)


@pytest.mark.parametrize(
    ("lot", "gtin", "number", "place"),
    [
        ("A", "19521002000112", "AV26219A", "L03"),
        ("B", "19521002000129", "AV26219H", "L03"),
        ("C", "19521005000218", "ML219-F4", "L04"),
        ("D", None, None, "L06"),
        ("E", "19521003000319", "PF223-2", "L06"),
        ("F", "09521006000029", "HLC-H-0805-01", "L10"),
        ("G", "19521007000414", "BB0806-3", "L11"),
        ("M", "19521009000511", "CCF0810CN1", "L13"),
        ("Q", "19521010000616", "CLD-219-A1", "L14"),
        ("S", "19521011000714", "LS-216-B2", "L15"),
    ],
)
def test_lots_as_their_records_carry_them(lot, gtin, number, place):
    record = record_of(LOTS[lot]["assigned_by"])
    assert record.tlc == LOTS[lot]["tlc"]
    assert (record.lot_code.gtin, record.lot_code.lot) == (gtin, number)
    assert record.kind.creates_lot
    assert record.stated_source.gln == LOCATIONS[place]["gln"]
    if gtin and lot != "F":
        assert record.product.gtin == gtin


def test_a_receipt_carries_the_source_its_lot_was_assigned_at():
    # From Store 12's record alone FDA can call the plant.
    assert record_of("EV17").stated_source.business_name == "Prairie Fork Salads"


def test_the_harvest_of_the_romaine():
    record = record_of("EV01")
    assert (record.commodity, record.variety, record.growing_area_name) == ("Leafy greens (fresh)", "Romaine", "RB-12")
    assert (record.unit_of_measure, record.unit_content.quantity, record.unit_content.unit) == ("bin", 400, "pound")
    assert record.unit_raw == "bin (400 lb each)"
    assert record.immediate_subsequent_recipient.business_name == "Salinas Valley Cold Co."
    assert record.harvester_phone == "+1 831 555 0111"
    assert record.lot_code is None and record.stated_source is None


def test_the_packing_of_lot_a():
    record = record_of("EV04")
    (block,) = record.received
    assert (block.commodity_received, block.quantity_received) == ("Leafy greens (fresh)", 40)
    assert (block.unit_of_measure_received, block.unit_content.quantity) == ("bin", 400)
    assert (block.harvest_farm.business_name, block.growing_area_name) == ("Arroyo Verde Farms", "RB-12")
    assert (block.cooling_location.business_name, block.cooling_date.isoformat()) == (
        "Salinas Valley Cold Co.",
        "2026-08-07",
    )
    assert [place.business_name for place in record.counterparts] == ["Arroyo Verde Farms", "Salinas Valley Cold Co."]


def test_the_field_packed_lot_was_not_cooled():
    (block,) = record_of("EV06").received
    assert (block.cooling_location, block.cooling_date) == (None, None)


def test_the_transformation_of_lot_e():
    record = record_of("EV13")
    used = [(i.lot_code.match, i.input_quantity_used, i.input_unit_of_measure) for i in record.inputs]
    assert used == [
        ("(01)19521002000112(10)AV26219A", 200, "case"),
        ("(01)19521005000218(10)ML219-F4", 120, "case"),
        ("PFS-RX-20260810-01", 6, "case"),
    ]
    assert record_of("EV36").inputs == ()


def test_the_landing_of_lot_f():
    record = record_of("EV20")
    assert record.product is None
    assert record.food_name == "Haddock (Melanogrammus aeglefinus)"
    assert [(a.standard, a.code) for a in record.harvest_locations] == [("FAO", "21")]
    assert [d.document_number for d in record.reference_documents] == ["DR-26-0805-17", "WT-1193"]


def test_the_sprouts_and_their_seeds():
    record = record_of("EV41")
    assert (record.seed_supplier_master_lot_code, record.seed_supplier_sub_lot_code) == ("SSS-M-8812", "SSS-M-8812-03")
    assert record.seed_receipt_date.isoformat() == "2026-06-02"
    assert {place.business_name for place in record.counterparts} == {
        "Lakeshore Sprouts", "High Plains Seed Growers", "Platte Seed Conditioning", "Sproutline Seed Supply",
    }  # fmt: skip
    assert [d.document_number for d in record.reference_documents] == ["LS-216", "SEED-0602"]


def test_the_exempt_receipt_of_the_parsley():
    record = record_of("EV12")
    assert record.immediate_previous_source.gln is None
    assert (record.exemption_claim.paragraph, record.product.brand) == ("(a)(1)", None)


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e["event_id"])
def test_a_record_comes_back_from_its_json_and_judging_it_again_changes_nothing(event):
    first = judge(event, 0, NOW)
    stored = first.record.to_json()
    assert from_json(stored) == first.record
    assert judge(stored, 0, NOW) == first


def test_no_two_events_share_content_or_contradict_each_other():
    records = [judge(event, 0, NOW).record for event in EVENTS]
    assert len({r.content_key() for r in records}) == 41
    assert len({r.natural_key() for r in records}) == 41


def test_every_kind_names_fields_its_records_have():
    for event in EVENTS:
        record = judge(event, 0, NOW).record
        kind = KINDS[record.cte_type]
        for field in (kind.date_field, kind.place_field, kind.quantity_field, kind.unit_field):
            assert field in type(record).model_fields
