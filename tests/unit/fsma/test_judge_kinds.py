"""Checks of one kind of event: crops, packing, sprouts, seafood, transformation; and exemption claims."""

import pytest

from engine.fsma.judge import judge
from engine.fsma.kdes import RECEIVED
from engine.fsma.rules import claims
from tests.judging import LEFT_OUT, NOW, found, judged
from tests.worked_example import BY_ID

EXEMPT_PACKING = {
    "cte_type": "initial_packing_exempt_source",
    "commodity_received": "Herbs (fresh)",
    "variety_received": "Cilantro",
    "received_date": "2026-08-10",
    "quantity_received": 900,
    "unit_of_measure_received": "pound",
    "source_location": {
        "business_name": "Juan Ramirez", "phone": "+1 559 555 0100", "street_address": "1 Elm Street",
        "city": "Fresno", "state_region": "CA", "postal_code": "93725",
    },
    "tlc": "CIL-26222-03",
    "product": {"product_name": "Cilantro 30 ct case", "packaging_size": "30 ct", "packaging_style": "Case",
                "ftl_category": "herbs_fresh"},
    "quantity_packed": 160,
    "unit_of_measure_packed": "case",
    "packing_location": {"gln": "9521002000016"},
    "packing_date": "2026-08-10",
    "reference_documents": [{"document_type": "Packing order", "document_number": "CIL-222"}],
}  # fmt: skip


def exempt_packing(**changes):
    sent = {field: value for field, value in {**EXEMPT_PACKING, **changes}.items() if value is not LEFT_OUT}
    return judge(sent, 0, NOW)


@pytest.mark.parametrize("event_id", ["EV01", "EV03"])
def test_before_packing_the_commodity_must_be_known(event_id):
    judgement = judged(event_id, commodity=LEFT_OUT)
    assert judgement.record is None
    assert ("V-DOC-04", "error", "commodity") in found(judgement)


def test_cooling_names_the_farm():
    assert found(judged("EV03", harvest_farm=LEFT_OUT)) == [("V-DOC-03", "warning", "harvest_farm")]


@pytest.mark.parametrize("empty", [LEFT_OUT, "unknown", "n/a"])
def test_produce_has_a_growing_area(empty):
    assert found(judged("EV01", growing_area_name=empty)) == [("V-HAR-01", "warning", "growing_area_name")]


def test_the_container_of_farmed_seafood_is_no_growing_area_of_produce():
    assert found(judged("EV01", growing_area_name=LEFT_OUT, aquaculture_container_name="Pond 86")) == [
        ("V-HAR-01", "warning", "growing_area_name")]


def test_farmed_seafood_has_a_container():
    shrimp = judged("EV01", commodity="Shrimp", growing_area_name=LEFT_OUT)
    assert found(shrimp) == [("V-HAR-01", "warning", "aquaculture_container_name")]
    pond = judged("EV01", commodity="Shrimp", growing_area_name="n/a", aquaculture_container_name="Pond 86")
    assert found(pond) == []


def test_not_applicable_is_an_answer_where_the_crop_is_not_known():
    assert found(judged("EV01", commodity="Ostrich eggs", growing_area_name="n/a")) == [
        ("V-GEN-14", "warning", "commodity")
    ]


def test_the_list_of_harvests_and_the_flat_fields_mean_the_same():
    flat = judged("EV04").record
    block = flat.to_json()["received"][0]
    sent_flat = [element.field for element in RECEIVED if element.field in BY_ID["EV04"]]
    listed = judged("EV04", received=[block], **dict.fromkeys(sent_flat, LEFT_OUT))
    assert listed.findings == ()
    assert listed.record.content_key() == flat.content_key()


def test_the_list_wins_over_flat_fields():
    judgement = judged("EV05", received=[{"commodity_received": "Romaine", "growing_area_name": "RB-13"}])
    assert [b.growing_area_name for b in judgement.record.received] == ["RB-13"]
    assert ("V-DOC-01", "warning", "growing_area_name") in found(judgement)


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("commodity_received", "V-DOC-03"), ("received_date", "V-DOC-03"), ("harvest_farm", "V-DOC-03"),
        ("harvest_date", "V-DOC-03"), ("harvester_business_name", "V-PCK-02"), ("harvester_phone", "V-PCK-02"),
        ("growing_area_name", "V-HAR-01"), ("quantity_received", "V-GEN-07"),
        ("unit_of_measure_received", "V-GEN-08"), ("cooling_location", "V-PCK-01"), ("cooling_date", "V-PCK-01"),
    ],
)  # fmt: skip
def test_what_a_packer_must_know_of_what_it_received(field, rule):
    judgement = judged("EV04", **{field: LEFT_OUT})
    assert found(judgement) == [(rule, "warning", field)]
    assert judgement.record is not None


def test_faults_in_a_list_are_named_by_the_item_sent():
    blocks = [None, {"commodity_received": "Romaine", "harvester_phone": "831 555 0111", "harvest_date": "nope"}]
    judgement = judged("EV04", received=blocks)
    assert ("V-GEN-02", "error", "received[1].harvest_date") in found(judgement)
    assert ("V-PCK-02", "warning", "received[1].harvester_business_name") in found(judgement)


def test_a_packing_record_from_an_exempt_source_needs_no_farm():
    judgement = exempt_packing()
    assert judgement.findings == ()
    assert judgement.record.source_location.business_name == "Juan Ramirez"
    assert judgement.record.received[0].quantity_received == 900


def test_the_person_received_from_is_required():
    assert found(exempt_packing(source_location=LEFT_OUT)) == [("V-DOC-03", "warning", "source_location")]


@pytest.mark.parametrize(
    "field",
    [
        "seed_conditioner_location", "seed_conditioner_lot_code", "seed_conditioning_date",
        "seed_packinghouse_location", "seed_packing_date", "seed_supplier_location", "seed_type_or_taxonomic_name",
        "seed_growing_specifications", "seed_packaging_type", "seed_receipt_date",
    ],
)  # fmt: skip
def test_sprouts_need_the_records_of_their_seeds(field):
    assert found(judged("EV41", **{field: LEFT_OUT})) == [("V-SPR-01", "warning", field)]
    assert found(judged("EV41", **{field: LEFT_OUT}, soil_grown_without_roots=True)) == []


@pytest.mark.parametrize("field", ["seed_grower_location", "seed_harvest_date", "seed_antimicrobial_treatment"])
def test_some_seed_records_are_owed_only_if_available(field):
    assert found(judged("EV41", **{field: LEFT_OUT})) == []


def test_sprouts_packed_as_any_crop_lack_their_seeds():
    assert found(judged("EV04", commodity_received="Sprouts (fresh)")) == [("V-SPR-01", "warning", None)]


def test_a_row_of_fdas_sprouts_sheet_has_neither_place_nor_lot():
    packed = ("tlc", "tlc_source_reference", "packing_location", "packing_date", "product", "quantity_packed",
              "unit_of_measure_packed", "commodity_received", "variety_received", "received_date",
              "quantity_received", "unit_of_measure_received", "harvest_farm", "growing_area_name",
              "harvester_business_name", "harvester_phone", "harvest_date")  # fmt: skip
    judgement = judged("EV41", **dict.fromkeys(packed, LEFT_OUT))
    assert found(judgement) == []
    record = judgement.record
    assert record.seeds_only
    assert (record.place, record.lot_code, record.on.isoformat()) == (None, None, "2026-06-02")


def test_a_landing_needs_species_or_product():
    judgement = judged("EV20", species_or_market_name="n/a")
    assert found(judgement) == [("V-SEA-01", "warning", "species_or_market_name")]
    packaged = {"product_name": "Haddock", "packaging_size": "10 lb", "packaging_style": "Case",
                "ftl_category": "finfish_other"}  # fmt: skip
    assert found(judged("EV20", species_or_market_name=LEFT_OUT, product=packaged)) == []


def test_the_dates_of_a_fishing_trip():
    assert found(judged("EV20", harvest_date_end="2026-07-01")) == [("V-SEA-02", "warning", "harvest_date_end")]
    assert found(judged("EV20", landing_date="2026-07-29")) == [("V-SEA-02", "warning", "landing_date")]
    assert found(judged("EV20", harvest_date_start="spring")) == [("V-SEA-02", "error", "harvest_date_start")]
    assert found(judged("EV20", harvest_date_end=LEFT_OUT)) == [("V-DOC-03", "warning", "harvest_date_end")]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (LEFT_OUT, [("V-SEA-03", "warning", "harvest_locations")]),
        ([{"code": "21"}], [("V-SEA-03", "warning", "harvest_locations[0].standard")]),
        (["21"], [("V-SEA-03", "warning", "harvest_locations[0].standard")]),
        ([{"standard": "FAO"}], [("V-SEA-03", "warning", "harvest_locations[0].code")]),
        ("FAO: 21; NMFS: 513", []),
    ],
)
def test_harvest_locations(sent, expected):
    assert found(judged("EV20", harvest_locations=sent)) == expected


def test_catch_areas_in_fdas_manner_are_split():
    areas = judged("EV20", harvest_locations="FAO: 21; NMFS: 513").record.harvest_locations
    assert [(a.standard, a.code) for a in areas] == [("FAO", "21"), ("NMFS", "513")]


USED = {
    "input_tlc": "A1", "input_quantity_used": 5, "input_unit_of_measure": "case",
    "input_product": {"product_name": "Romaine", "packaging_size": "25 lb", "packaging_style": "Carton"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "rule", "severity", "field"),
    [
        ({"input_quantity_used": None}, "V-TRF-02", "warning", "input_quantity_used"),
        ({"input_unit_of_measure": None}, "V-TRF-02", "warning", "input_unit_of_measure"),
        ({"input_quantity_used": "some"}, "V-GEN-06", "error", "input_quantity_used"),
        ({"input_quantity_used": 0}, "V-GEN-06", "warning", "input_quantity_used"),
        ({"input_tlc": None}, "V-DOC-03", "warning", "input_tlc"),
        ({"input_product": None}, "V-PRD-01", "warning", "input_product"),
    ],
)
def test_every_input_says_which_lot_and_how_much(change, rule, severity, field):
    judgement = judged("EV13", inputs=[USED, {**USED, **change}])
    assert found(judgement) == [(rule, severity, f"inputs[1].{field}")]


def test_rows_for_ingredients_not_on_the_list_are_no_inputs():
    judgement = judged("EV13", inputs=[{"input_tlc": "n/a (Ingredients not on FTL)"}, {**USED, "input_product": None}])
    assert [i.input_tlc for i in judgement.record.inputs] == ["A1"]
    assert found(judgement) == [("V-PRD-01", "warning", "inputs[1].input_product")]


def test_an_output_that_left_the_list_is_a_note():
    frozen = {"product_name": "Frozen melon", "packaging_size": "10 lb", "packaging_style": "Bag",
              "ftl_category": "not_ftl"}  # fmt: skip
    assert found(judged("EV13", product=frozen)) == [("V-TRF-03", "info", "product.ftl_category")]


def test_what_a_store_makes_and_does_not_ship_is_a_note():
    assert found(judged("EV13", retail_food_establishment=True)) == [("V-TRF-04", "info", None)]


BARE = {"tlc": LEFT_OUT, "tlc_source": LEFT_OUT, "tlc_source_reference": LEFT_OUT}


@pytest.mark.parametrize("claim", ["(a)(1)", "(n)", "§1.1305(o)", {"paragraph": "(g)", "evidence": "USDA grant"}])
def test_a_full_exemption_turns_gaps_into_notes(claim):
    judgement = judged("EV17", exemption_claim=claim, **BARE)
    assert found(judgement) == [("V-TLC-02", "info", "tlc"), ("V-TLC-04", "info", "tlc_source")]


def test_a_partial_exemption_still_owes_one_up_and_one_back():
    judgement = judged("EV17", exemption_claim="(h)(1)", quantity=LEFT_OUT, **BARE)
    assert found(judgement) == [
        ("V-GEN-07", "warning", "quantity"),
        ("V-TLC-02", "info", "tlc"),
        ("V-TLC-04", "info", "tlc_source"),
    ]


def test_who_kills_or_changes_the_food_owes_its_receipt():
    assert found(judged("EV17", exemption_claim="(d)(3)", **BARE)) == [
        ("V-TLC-02", "warning", "tlc"),
        ("V-TLC-04", "warning", "tlc_source"),
    ]


def test_a_claim_about_the_source_excuses_gaps_of_the_source_alone():
    farm = {"business_name": "Tiny Acre Farm", "city": "Hudson", "state_region": "CO"}
    judgement = judged("EV12", immediate_previous_source=farm, quantity=LEFT_OUT)
    severities = {(rule, severity) for rule, severity, _ in found(judgement)}
    assert severities == {("V-GEN-07", "warning"), ("V-LOC-01", "info"), ("V-LOC-02", "info"), ("V-LOC-03", "info")}


def test_to_name_an_exempt_source_is_owed_all_the_same():
    assert found(judged("EV12", immediate_previous_source=LEFT_OUT)) == [
        ("V-DOC-03", "warning", "immediate_previous_source")]


def test_whoever_packs_food_of_an_exempt_source_owes_its_own_records():
    farm = {"business_name": "Tiny Acre Farm", "city": "Hudson", "state_region": "CO", "postal_code": "80642",
            "phone": "+1 303 555 0155"}
    judgement = judged("EV31", exemption_claim="(a)(1)", source_location=farm, quantity_packed=LEFT_OUT)
    assert found(judgement) == [("V-GEN-07", "warning", "quantity_packed"),
                                ("V-LOC-02", "info", "source_location.street_address")]


@pytest.mark.parametrize("dates", [{"valid_until": "2026-08-01"}, {"valid_from": "2026-09-01"}])
def test_a_claim_counts_only_in_its_time(dates):
    judgement = judged("EV17", exemption_claim={"paragraph": "(a)(1)", **dates}, **BARE)
    assert {severity for _, severity, _ in found(judgement)} == {"warning"}


@pytest.mark.parametrize("said", ["next spring", "04/05/2027"])
@pytest.mark.parametrize("bound", ["valid_from", "valid_until"])
def test_a_claim_whose_time_cannot_be_read_excuses_nothing(bound, said):
    judgement = judged("EV17", exemption_claim={"paragraph": "(a)(1)", bound: said}, **BARE)
    assert found(judgement) == [
        ("V-TLC-02", "warning", "tlc"), ("V-TLC-04", "warning", "tlc_source"),
        ("V-DOC-06", "warning", f"exemption_claim.{bound}"),
    ]
    assert not claims.holds(judgement.record)


def test_a_claim_never_excuses_what_is_wrong():
    place = {"business_name": "X", "phone": "785 555 0188", "street_address": "1 A Street", "city": "Topeka",
             "state_region": "KS", "postal_code": "666041"}  # fmt: skip
    judgement = judged("EV17", exemption_claim="(a)(1)", immediate_previous_source=place)
    assert found(judgement) == [("V-LOC-03", "warning", "immediate_previous_source.postal_code")]
    assert judged("EV17", exemption_claim="(a)(1)", received_date="soon").record is None


def test_an_unknown_paragraph_is_a_warning_and_excuses_nothing():
    judgement = judged("EV17", exemption_claim="small farm", **BARE)
    assert found(judgement) == [
        ("V-TLC-02", "warning", "tlc"),
        ("V-TLC-04", "warning", "tlc_source"),
        ("V-DOC-05", "warning", "exemption_claim"),
    ]
