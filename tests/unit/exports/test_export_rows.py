"""Rows of worked-example records, written out by hand in FDA's column order."""

from datetime import UTC, datetime

import pytest
from export_samples import (
    L01,
    L02,
    L03,
    L05,
    L06,
    L07,
    L08,
    L10,
    L12,
    L13,
    L14,
    L15,
    L16,
    L17,
    L18,
    MISSING,
    NA,
    P01,
    P03,
    P04,
    P05,
    P08,
    P09,
    P10,
    day,
    exported,
    record,
)  # fmt: skip
from worked_example import BY_ID, EVENTS

from engine.exports.rows import rows_of, sheet_types
from engine.exports.template import template
from engine.exports.values import NOT_RECORDED
from engine.fsma.judge import judge

E = "(01)19521003000319(10)PF223-2"
E_LINK = "https://id.gs1.org/01/19521003000319/10/PF223-2"
NO_REFERENCE = "n/a (See Traceability Lot Code Source Reference)"


def fda(rows):
    """Sheet and FDA's cells of each row."""
    widths = {s.name: len(s.columns) for s in template().data_sheets}
    return [(row.sheet, row.cells[: widths[row.sheet]]) for row in rows]


EXPECTED = {
    "EV01": [("Harvesting", [
        *L02, "Leafy greens (fresh)", "Romaine", 60, "bin (400 lb each)", *L01, "RB-12", NA, day(8, 7),
        "Field tag", "FT-0807-12", NA, NA,
    ])],
    "EV03": [("Cooling", [
        *L03, "Leafy greens (fresh)", "Romaine", 60, "bin (400 lb each)", *L02, day(8, 7), *L01,
        "Work Order", "VC-1182", NA, NA,
    ])],
    "EV04": [("Initial Packing", [
        "Leafy greens (fresh)", "Romaine", day(8, 7), 40, "bin (400 lb each)", *L01, "RB-12", NA,
        "Arroyo Verde Farms", "+1 831 555 0111", day(8, 7), *L02, day(8, 7), "(01)19521002000112(10)AV26219A",
        *P01, 640, "case", *L03, "https://id.gs1.org/01/19521002000112/10/AV26219A", day(8, 7),
        "Production log", "PK-219-1", NA, NA,
    ])],
    "EV12": [("Receiving From Exempt", [
        "PFS-RX-20260810-01", 20, "case", *P04, *L05, *L06, "GLN 9521003000015", day(8, 10),
        "Receipt of Goods", "GR 61003", NA, NA,
    ])],
    "EV13": [("Transformation", [
        *used, E, *L06, E_LINK, day(8, 11), *P05, 960, "case", "Batch log", "PF-B223-2", NA, NA,
    ]) for used in (
        ["(01)19521002000112(10)AV26219A", *P01, 200, "case"],
        ["(01)19521005000218(10)ML219-F4", *P03, 120, "case"],
        ["PFS-RX-20260810-01", *P04, 6, "case"],
    )],
    "EV16": [("Shipping", [
        E, 24, "case", *P05, *L08, *L07, day(8, 14), *L06, E_LINK, "Transfer Order", "TO 990121", NA, NA,
    ])],
    "EV20": [("First Land-Based Receiving", [
        "(01)09521006000029(10)HLC-H-0805-01", "Haddock (Melanogrammus aeglefinus)", *["n/a (Unpackaged)"] * 6,
        4200, "pound", day(7, 30), day(8, 4), "FAO: 21", *L10,
        "https://id.gs1.org/01/09521006000029/10/HLC-H-0805-01", day(8, 5),
        "Dealers Report", "DR-26-0805-17", "Weight Ticket", "WT-1193",
    ])],
    "EV36": [("Transformation", [
        *["n/a (Ingredients not on FTL)"] * 9, "(01)19521010000616(10)CLD-219-A1", *L14,
        "https://id.gs1.org/01/19521010000616/10/CLD-219-A1", day(8, 7), *P09, 150, "case",
        "Batch log", "CL-219-A1", NA, NA,
    ])],
    "EV31": [("Initial Packing", [
        "Melons (fresh)", "Cantaloupe", day(8, 9), 20, "bin (800 lb each)", *L12, "SR-7", NA,
        "Sunridge Melon Farm", "+1 559 555 0132", day(8, 8), *[NA] * 7, NA, "(01)19521009000511(10)CCF0810CN1",
        *P08, 1200, "case", *L13, "https://id.gs1.org/01/19521009000511/10/CCF0810CN1", day(8, 10),
        "Batch log", "CC-0810-1", NA, NA,
    ])],
    "EV41": [
        ("Initial Packing", [
            "Sprouts (fresh)", "Alfalfa", day(8, 4), 250, "pound", *L15, "Drum room 2", NA,
            "Lakeshore Sprouts", "+1 414 555 0165", day(8, 4), *[NA] * 7, NA, "(01)19521011000714(10)LS-216-B2",
            *P10, 80, "case", *L15, "https://id.gs1.org/01/19521011000714/10/LS-216-B2", day(8, 4),
            "Production log", "LS-216", "Receipt of Goods", "SEED-0602",
        ]),
        ("Initial Packing Sprouts", [
            *L16, day(9, 18, 2025), *L17, "PSC-25-0911", day(10, 5, 2025), *L17, day(10, 12, 2025), "PSP-25-441",
            *[NA] * 7, NA, NA, *L18, "SSS-M-8812", "SSS-M-8812-03", "LS-SEED-0602", "Medicago sativa (alfalfa)",
            "grown under GAP; germination 94%; conventional", "50 lb multi-wall paper bag",
            "calcium hypochlorite soak at sprouter", day(6, 2),
            "Production log", "LS-216", "Receipt of Goods", "SEED-0602",
        ]),
    ],
}  # fmt: skip


@pytest.mark.parametrize("event_id", EXPECTED)
def test_a_worked_example_record_fills_the_columns_as_written_by_hand(event_id):
    assert fda(rows_of(record(event_id))) == EXPECTED[event_id]


@pytest.mark.parametrize("event_id", [event["event_id"] for event in EVENTS])
def test_complete_records_have_no_gaps_and_no_blank_cells(event_id):
    for row in rows_of(record(event_id)):
        assert row.gaps == []
        assert all(cell not in ("", None) for cell in row.cells)


def test_a_packing_record_has_one_row_for_each_harvest_received():
    blocks = record("EV04")["received"] + record("EV06")["received"]
    (_, first), (_, second) = fda(rows_of(record("EV04", received=blocks)))
    assert first[:5] == ["Leafy greens (fresh)", "Romaine", day(8, 7), 40, "bin (400 lb each)"]
    assert second[:5] == ["Leafy greens (fresh)", "Green leaf", day(8, 7), 300, "case"]
    assert second[17:25] == [NA] * 8  # the second harvest was not cooled; nothing leaks over from the first
    assert first[25:] == second[25:]


def test_a_crop_never_packed_goes_to_the_exempt_sheet_when_it_came_from_an_exempt_source():
    ((sheet, cells),) = fda(rows_of(record("EV31", source_location={"business_name": "Juan Ramirez"})))
    assert sheet == "Initial Packing from Exempt"
    assert cells[5:12] == ["Juan Ramirez", *[MISSING] * 6]
    assert cells[12] == "(01)19521009000511(10)CCF0810CN1"


def test_seeds_put_any_packing_record_on_the_sprouts_sheet_too():
    seeded = record("EV31", seed_type_or_taxonomic_name="Medicago sativa")
    assert sheet_types(seeded) == ("initial_packing", "initial_packing_sprouts")


def test_a_record_of_seeds_alone_has_no_row_on_initial_packing():
    seeds = {"cte_type": "initial_packing_sprouts", "seed_receipt_date": "2026-06-02"}
    assert [row.sheet for row in rows_of(seeds)] == ["Initial Packing Sprouts"]


def test_soil_grown_sprouts_cut_without_roots_owe_no_seed_row():
    seeds = [name for name in record("EV41") if "seed_" in name]
    bare = record("EV41", soil_grown_without_roots=True, **dict.fromkeys(seeds))
    assert sheet_types(bare) == ("initial_packing",)


def test_further_documents_share_the_second_pair_in_order():
    papers = [{"document_type": t, "document_number": n} for t, n in (("BOL", "1"), ("PO", "2"), ("Invoice", "3"))]
    ((_, cells),) = fda(rows_of(record("EV16", reference_documents=papers)))
    assert cells[-4:] == ["BOL", "1", "PO; Invoice", "2; 3"]


def test_a_source_reference_explains_the_empty_source_columns():
    ((_, cells),) = fda(rows_of(record("EV16", tlc_source=None)))
    assert cells[24:31] == [NO_REFERENCE] * 7


def test_a_source_makes_the_reference_unnecessary():
    ((_, cells),) = fda(rows_of(record("EV16", tlc_source_reference=None)))
    assert cells[24:32] == [*L06, NA]


def test_source_and_reference_both_missing_are_gaps():
    (row,) = rows_of(record("EV16", tlc_source=None, tlc_source_reference=None))
    assert row.cells[24:32] == [MISSING] * 8
    assert [tuple(g) for g in row.gaps] == [(24, 30), (31, 31)]


def test_missing_required_values_say_so_and_optional_ones_do_not():
    (row,) = rows_of({"cte_type": "shipping", "product": {"product_name": "Salad"}})
    assert row.cells[:9] == [MISSING, MISSING, MISSING, "Salad", NA, NA, NA, MISSING, MISSING]


@pytest.mark.parametrize("word", ["", "n/a", "None", "unknown", "TBD", "-", "?", "0000", "xxx", "  "])
def test_words_that_stand_for_nothing_count_as_missing(word):
    (row,) = rows_of(record("EV16", tlc=word))
    assert row.cells[0] == NOT_RECORDED


def test_a_reason_given_with_n_a_is_kept():
    (row,) = rows_of(record("EV16", product="n/a (Commingled)"))
    assert row.cells[3:9] == ["n/a (Commingled)"] * 6
    assert row.gaps == []


def test_a_cooling_place_without_date_is_a_gap_and_neither_is_none():
    cooled = record("EV04")
    cooled["received"][0].pop("cooling_date")
    (row,) = rows_of(cooled)
    assert row.cells[24] == MISSING


@pytest.mark.parametrize(
    ("commodity", "container", "expected"),
    [("Romaine", None, [MISSING, NA]), ("Shrimp", "Pond 86", [NA, "Pond 86"]), ("Shell eggs", None, [NA, NA]),
     ("Eggplant", None, [MISSING, NA])],
)  # fmt: skip
def test_produce_owes_a_field_aquaculture_a_container_eggs_neither(commodity, container, expected):
    harvest = record("EV01", commodity=commodity, growing_area_name=None, aquaculture_container_name=container)
    (row,) = rows_of(harvest)
    assert row.cells[18:20] == expected


def test_a_store_need_not_assign_a_lot_code_to_food_from_an_exempt_source():
    (store,) = rows_of(record("EV12", tlc=None, retail_food_establishment=True))
    (plant,) = rows_of(record("EV12", tlc=None))
    assert (store.cells[0], plant.cells[0]) == (NA, MISSING)


def test_an_input_that_lacks_its_lot_code_is_a_gap_not_a_missing_ingredient():
    used = [{"input_product": {"product_name": "Parsley"}, "input_quantity_used": 6}]
    (row,) = rows_of(record("EV13", inputs=used))
    assert row.cells[:9] == [MISSING, "Parsley", NA, NA, NA, MISSING, MISSING, 6, MISSING]


def test_packaged_seafood_needs_no_species():
    (row,) = rows_of(record("EV20", species_or_market_name=None, product={"product_name": "Cod"}))
    assert row.cells[1:3] == ["n/a (Packaged)", "Cod"]


def test_a_purchase_record_fills_its_own_sheet():
    purchase = {
        "cte_type": "farm_direct_purchase", "food_name": "Cucumbers", "farm_name": "Tiny Acre Farm",
        "farm_address": {"street_address": "88 Weld County Road 7", "city": "Hudson", "state_region": "CO"},
    }  # fmt: skip
    assert fda(rows_of(purchase)) == [(
        "Farm Purchase by RFE or Rest.  ",
        ["Cucumbers", "Tiny Acre Farm", "88 Weld County Road 7", "Hudson", "CO", MISSING, "US"],
    )]  # fmt: skip


def test_the_unit_stands_as_recorded_and_normalised_beside():
    (row,) = rows_of(record("EV01", unit_of_measure="bin", unit_raw="Bins (400 lb each)"))
    assert row.cells[10] == "Bins (400 lb each)"
    assert row.cells[25] == "bin (400 pound)"


def test_our_columns_name_the_record_its_recorder_ring_and_document():
    (origin,) = exported(record("EV16"))
    (row,) = rows_of(origin.record, origin=origin)
    assert row.cells[36:46] == [
        "case", "19521003000319", NA, NA, "record-1", "EV16", "Prairie Fork Salads", "recorded", "ab" * 32,
            "shipping",
    ]  # fmt: skip


def test_the_sprouts_row_names_its_lot():
    _, sprouts = rows_of(record("EV41"))
    assert sprouts.cells[54] == "(01)19521011000714(10)LS-216-B2"


def test_candidate_lot_codes_stay_out_of_the_lot_code_column():
    guess = {"tlc": "LOT-7", "method": "delivery window", "confidence": 0.6}
    (row,) = rows_of(record("EV16", tlc=None, tlc_candidates=[guess]))
    assert row.cells[0] == MISSING
    assert row.cells[38] == "LOT-7 (method: delivery window; confidence: 0.6)"


def test_the_record_itself_is_not_changed():
    before = record("EV13")
    list(rows_of(before))
    assert before == record("EV13")


@pytest.mark.parametrize("event_id", EXPECTED)
def test_records_as_capture_keeps_them_fill_the_same_cells(event_id):
    kept = judge(BY_ID[event_id], 0, datetime(2026, 8, 20, tzinfo=UTC)).record.to_json()
    assert fda(rows_of(kept)) == EXPECTED[event_id]
