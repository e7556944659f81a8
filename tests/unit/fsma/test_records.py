from datetime import UTC, date, datetime

import pytest

from engine.fsma.cte_types import KINDS, CteType
from engine.fsma.descriptions import LocationDescription, TlcSourceReference
from engine.fsma.judge import judge
from engine.fsma.records import Packing, Received, Shipping, from_json
from tests.worked_example import BY_ID, LOCATIONS

NOW = datetime(2026, 8, 15, tzinfo=UTC)
STORE = LocationDescription(gln="9521004000120")
CENTRE = LocationDescription(gln="9521004001004", business_name="Heartland Fresh Markets - DC 3")


def shipment(**changes):
    fields = {
        "cte_type": "shipping",
        "event_id": "S-1",
        "tlc": "BTR415318",
        "quantity": 24,
        "unit_of_measure": "case",
        "ship_from_location": CENTRE,
        "ship_to_location": STORE,
        "ship_date": date(2026, 8, 14),
    }
    return Shipping(**{**fields, **changes})


def test_json_is_ordered_has_no_nulls_and_iso_dates():
    stored = shipment(quantity=24.0, captured_at=datetime(2026, 8, 14, 12, tzinfo=UTC)).to_json()
    assert stored == {
        "captured_at": "2026-08-14T12:00:00Z",
        "cte_type": "shipping",
        "event_id": "S-1",
        "quantity": 24,
        "reference_documents": [],
        "ship_date": "2026-08-14",
        "ship_from_location": {"business_name": "Heartland Fresh Markets - DC 3", "gln": "9521004001004"},
        "ship_to_location": {"gln": "9521004000120"},
        "tlc": "BTR415318",
        "unit_of_measure": "case",
    }
    assert list(stored) == sorted(stored)
    assert type(stored["quantity"]) is int


def test_content_is_the_same_whatever_its_id_and_time_of_capture():
    later = shipment(event_id="S-2", captured_at=NOW)
    assert later.content_key() == shipment().content_key()
    assert shipment(quantity=24.0).content_key() == shipment().content_key()


@pytest.mark.parametrize(
    "change", [{"quantity": 25}, {"tlc": "BTR415319"}, {"unit_raw": "cs"}, {"source_system": "other"}]
)
def test_any_other_difference_is_other_content(change):
    assert shipment(**change).content_key() != shipment().content_key()


@pytest.mark.parametrize("change", [{"quantity": 25}, {"tlc": "lot: btr415318"}, {"source_system": "other"}])
def test_records_contradict_where_only_the_rest_differs(change):
    assert shipment(**change).natural_key() == shipment().natural_key()


@pytest.mark.parametrize(
    "change",
    [
        {"tlc": "BTR415319"},
        {"ship_date": date(2026, 8, 13)},
        {"ship_to_location": CENTRE},
        {"ship_from_location": LocationDescription(gln="9521004000274")},
    ],
)
def test_another_lot_day_place_or_counterpart_is_another_event(change):
    assert shipment(**change).natural_key() != shipment().natural_key()


def packing(*blocks):
    return Packing(
        cte_type="initial_packing", tlc="A1", packing_location=CENTRE, packing_date=date(2026, 8, 7), received=blocks
    )


def test_packing_records_of_other_harvests_supplement_each_other():
    north, south = Received(growing_area_name="North"), Received(growing_area_name="South")
    assert packing(north).natural_key() != packing(south).natural_key()
    assert packing(north, south).natural_key() == packing(south, north).natural_key()


def test_places_are_named_by_the_field_they_stand_in():
    farm = LocationDescription(gln="0614141000012")
    cooler = LocationDescription(gln="9521001000017")
    record = packing(Received(harvest_farm=farm), Received(harvest_farm=farm, cooling_location=cooler))
    assert dict(record.named_places()) == {
        "received[0].harvest_farm": farm,
        "received[1].harvest_farm": farm,
        "received[1].cooling_location": cooler,
        "packing_location": CENTRE,
    }
    assert record.counterparts == [farm, cooler]


def test_the_lot_code_source_is_no_counterpart():
    assert shipment(tlc_source=LocationDescription(gln="9521003000015")).counterparts == [STORE]


def test_a_source_may_be_stated_by_a_gln_reference_but_not_by_a_link():
    by_gln = shipment(tlc_source_reference=TlcSourceReference(type="gln", value="9521003000015"))
    assert by_gln.stated_source == LocationDescription(gln="9521003000015")
    link = TlcSourceReference(type="gs1_digital_link", value="https://id.gs1.org/01/19521003000319/10/PF223-2")
    assert shipment(tlc_source_reference=link).stated_source is None
    assert shipment(tlc_source=CENTRE, tlc_source_reference=link).stated_source == CENTRE


def test_who_creates_a_lot_is_its_source():
    assert packing().stated_source == CENTRE
    assert {kind.cte_type for kind in KINDS.values() if kind.creates_lot} == {
        "initial_packing", "initial_packing_sprouts", "initial_packing_exempt_source", "first_land_based_receiving",
        "receiving_exempt_source", "transformation", "transformation_unpacked_rac",
    }  # fmt: skip
    assert {k.cte_type for k in KINDS.values() if not k.has_lot} == {"harvesting", "cooling"}


@pytest.mark.parametrize("quantity", [0, -3, None])
def test_zero_and_negative_quantities_do_not_count(quantity):
    assert shipment(quantity=quantity).quantity_of_lot is None


def test_the_place_of_a_gln_and_the_place_of_a_name_have_keys():
    assert LocationDescription(gln="9521004000120").has_key
    assert LocationDescription(business_name="Joe", city="Salinas").has_key
    assert LocationDescription(business_name="Joe", latitude=36.8, longitude=-120.4).has_key
    assert LocationDescription(ffrn="10000000031", street_address="2200 Packinghouse Lane").has_key
    assert not LocationDescription(business_name="Joe").has_key
    assert not LocationDescription(gln="12345").has_key
    assert not LocationDescription(ffrn="10000000031").has_key


@pytest.mark.parametrize(
    ("kind", "field", "paragraph"),
    [
        (CteType.SHIPPING, "ship_date", "§1.1340(a)(6)"),
        (CteType.SHIPPING, "ship_to_location.phone", "§1.1340(a)(4)"),
        (CteType.RECEIVING, "immediate_previous_source", "§1.1345(a)(4)"),
        (CteType.RECEIVING_EXEMPT_SOURCE, "received_date", "§1.1345(b)(6)"),
        (CteType.HARVESTING, "growing_area_name", "§1.1325(a)(1)(v)"),
        (CteType.COOLING, "cooling_date", "§1.1325(b)(1)(v)"),
        (CteType.INITIAL_PACKING, "received[0].harvester_phone", "§1.1330(a)(7)"),
        (CteType.INITIAL_PACKING_EXEMPT_SOURCE, "received[0].received_date", "§1.1330(c)(2)"),
        (CteType.INITIAL_PACKING_EXEMPT_SOURCE, "packing_date", "§1.1330(c)(9)"),
        (CteType.INITIAL_PACKING_SPROUTS, "seed_receipt_date", "§1.1330(b)(6)"),
        (CteType.FIRST_LAND_BASED_RECEIVING, "landing_date", "§1.1335(f)"),
        (CteType.TRANSFORMATION, "inputs[2].input_quantity_used", "§1.1350(a)(1)(iii)"),
        (CteType.TRANSFORMATION, "transformation_date", "§1.1350(a)(2)(iii)"),
    ],
)
def test_fields_know_the_paragraph_they_stand_in(kind, field, paragraph):
    assert KINDS[kind].paragraph(field) == paragraph


def test_both_shapes_of_an_unpacked_crop_transformed():
    farm = judge(BY_ID["EV31"], 0, NOW).record
    assert not farm.from_exempt_source
    exempt = {k: v for k, v in BY_ID["EV31"].items() if not k.startswith(("harvest", "growing"))}
    exempt["source_location"] = LOCATIONS["L05"]
    judgement = judge(exempt, 0, NOW)
    assert judgement.findings == ()
    assert judgement.record.from_exempt_source
    assert judgement.record.counterparts == [judgement.record.source_location]


def test_records_of_every_kind_come_back_as_their_own_class():
    assert type(from_json(packing().to_json())) is Packing
    assert type(from_json(shipment().to_json())) is Shipping
