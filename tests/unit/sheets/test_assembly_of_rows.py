"""Several rows make one record: packing out of several harvests, transformation out of several lots."""

from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from engine.sheets import assembly
from tests.untidy import csv_text, events, fda_row, groups, judged, workbook

PLACE = {"transformation_location__business_name": "Prairie Fork Salads", "transformation_location__city": "Aurora",
         "transformation_location__state_region": "CO"}  # fmt: skip


def used(lot: str, quantity: int, new: str = "E1", made: int = 960, **more: object) -> list:
    values = {
        "inputs__input_tlc": lot,
        "inputs__input_quantity_used": quantity,
        "inputs__input_unit_of_measure": "case",
        "tlc": new,
        "quantity": made,
        "unit_of_measure": "case",
        "transformation_date": date(2026, 8, 11),
        "reference_documents[0]__document_type": "Batch log",
        "reference_documents[0]__document_number": "B1",
    }
    return fda_row("transformation", **PLACE, **(values | more))[1]


def made(*rows: list, touch=None) -> bytes:
    return workbook({"Transformation": [fda_row("transformation")[0], *rows]}, touch)


def inputs(event: dict) -> list[tuple]:
    return [(i["input_tlc"], i["input_quantity_used"]) for i in event["inputs"]]


def test_one_row_an_input_makes_one_transformation():
    (group,) = groups(made(used("A", 200), used("C", 120), used("D", 6)))
    assert group.rows == (2, 3, 4)
    assert inputs(group.event) == [("A", 200), ("C", 120), ("D", 6)]
    assert group.event["quantity"] == 960
    assert group.cell_of("inputs[1].input_tlc") == (3, "A")
    assert group.cell_of("inputs[2].input_quantity_used") == (4, "H")
    assert len(judged(group.event).record.inputs) == 3


def test_rows_of_several_new_lots_may_be_interleaved():
    raw = made(used("A", 1, "E1"), used("A", 1, "E2"), used("B", 2, "E1"), used("B", 2, "E2"))
    assert [(g.event["tlc"], g.rows) for g in groups(raw)] == [("E1", (2, 4)), ("E2", (3, 5))]


def test_other_documents_dates_places_or_quantities_make_other_records():
    other_place = {"transformation_location__business_name": "Prairie Fork Salads 2"}
    raw = made(
        used("A", 1),
        used("B", 1, made=10),
        used("C", 1, transformation_date=date(2026, 8, 12)),
        fda_row(
            "transformation",
            **(PLACE | other_place),
            tlc="E1",
            inputs__input_tlc="D",
            transformation_date=date(2026, 8, 11),
        )[1],
    )
    assert len(groups(raw)) == 4


def test_a_transformation_without_listed_ingredients_has_no_inputs():
    reason = "n/a (Ingredients not on FTL)"
    raw = made(used(reason, reason))
    assert judged(events(raw)[0]).record.inputs == ()


def test_a_row_that_repeats_another_counts_once_and_is_said():
    (group,) = groups(made(used("A", 200), used("A", 200), used("C", 1)))
    assert inputs(group.event) == [("A", 200), ("C", 1)]
    assert [(n.rule, n.row) for n in group.notes] == [("V-SHT-12", 3)]


def test_rows_that_differ_where_they_should_repeat_are_said_and_the_first_counts():
    (group,) = groups(made(used("A", 1), used("B", 1, product__product_name="Other")))
    assert [n.rule for n in group.notes] == []
    (group,) = groups(made(used("A", 1, product__product_name="Blend"), used("B", 1, product__product_name="Other")))
    assert group.event["product"]["product_name"] == "Blend"
    assert [(n.rule, n.row, n.field) for n in group.notes] == [("V-SHT-06", 3, "product")]


def test_documents_of_all_rows_are_kept():
    heads = [
        "tlc",
        "quantity",
        "transformation_date",
        "transformation_location.business_name",
        "event_id",
        "input_tlc",
        "reference_documents[0].document_number",
    ]
    text = csv_text(
        ["cte_type", *heads],
        ["transformation", "E1", 9, "2026-08-11", "X", "EV1", "A", "B1"],
        ["transformation", "E1", 9, "2026-08-11", "X", "EV1", "B", "B2"],
    )
    (event,) = events(text)
    assert [d["document_number"] for d in event["reference_documents"]] == ["B1", "B2"]
    assert [i["input_tlc"] for i in event["inputs"]] == ["A", "B"]


def test_blank_keys_under_a_record_continue_it_and_say_so():
    further = used("C", 120)
    blank = [cell if index < 9 else None for index, cell in enumerate(further)]
    (group,) = groups(made(used("A", 200), blank))
    assert inputs(group.event) == [("A", 200), ("C", 120)]
    assert [(n.rule, n.row) for n in group.notes] == [("V-SHT-04", 3)]


def test_merged_keys_continue_a_record_as_well():
    def merge(sheet: Worksheet) -> None:
        for column in "JKLMNOPQRSTUVWXYZ":
            sheet.merge_cells(f"{column}2:{column}3")

    raw = made(used("A", 200), used("C", 120), touch=merge)
    assert [inputs(g.event) for g in groups(raw)] == [[("A", 200), ("C", 120)]]


def test_rows_far_apart_are_records_of_their_own(monkeypatch):
    monkeypatch.setattr(assembly, "WINDOW", 3)
    others = [used("X", 1, f"F{n}") for n in range(6)]
    found = [g for g in groups(made(used("A", 1), *others, used("B", 1))) if g.event["tlc"] == "E1"]
    assert [g.rows for g in found] == [(2,), (9,)]


def packed(field: str, quantity: int, **more: object) -> list:
    values = {
        "commodity_received": "Leafy greens (fresh)",
        "quantity_received": quantity,
        "unit_of_measure_received": "bin",
        "harvest_farm__business_name": "Arroyo Verde Farms",
        "growing_area_name": field,
        "harvest_date": date(2026, 8, 7),
        "received_date": date(2026, 8, 7),
        "tlc": "A1",
        "quantity_packed": 640,
        "unit_of_measure_packed": "case",
        "packing_location__business_name": "Bluebird",
        "packing_location__city": "Salinas",
        "packing_date": date(2026, 8, 7),
    }
    return fda_row("initial_packing", **(values | more))[1]


def packing(*rows: list) -> bytes:
    return workbook({"Initial Packing": [fda_row("initial_packing")[0], *rows]})


def test_one_row_a_harvest_makes_one_packing_record():
    (group,) = groups(packing(packed("RB-12", 40), packed("RB-14", 20)))
    assert group.rows == (2, 3)
    assert [(b["growing_area_name"], b["quantity_received"]) for b in group.event["received"]] == [
        ("RB-12", 40),
        ("RB-14", 20),
    ]
    assert group.event["quantity_packed"] == 640
    assert group.cell_of("received[1].growing_area_name") == (3, "M")
    assert group.cell_of("quantity_packed") == (2, "AG")
    assert len(judged(group.event).record.received) == 2


def test_one_harvest_stays_flat_as_people_wrote_it():
    (group,) = groups(packing(packed("RB-12", 40)))
    assert "received" not in group.event
    assert group.event["growing_area_name"] == "RB-12"


def test_two_runs_of_one_lot_with_their_own_quantities_stay_two_records():
    assert [
        e["quantity_packed"] for e in events(packing(packed("RB-12", 40), packed("RB-14", 20, quantity_packed=100)))
    ] == [640, 100]


def test_lots_without_a_code_are_never_put_together():
    assert len(events(packing(packed("RB-12", 40, tlc="n/a"), packed("RB-14", 20, tlc="n/a")))) == 2


def test_a_wide_table_may_number_the_items_of_one_row():
    text = csv_text(
        ["cte_type", "tlc", "transformation_date", "inputs[0].input_tlc", "inputs[1].input_tlc", "inputs[1].gtin"],
        ["transformation", "E1", "2026-08-11", "A", "B", "19521003000319"],
    )
    assert events(text)[0]["inputs"] == [{"input_tlc": "A"}, {"input_tlc": "B", "gtin": "19521003000319"}]


def test_a_row_of_fdas_sprouts_sheet_stands_by_itself_with_our_lot_code_column():
    captions, row = fda_row(
        "initial_packing_sprouts",
        seed_type_or_taxonomic_name="Medicago sativa",
        seed_receipt_date=date(2026, 6, 2),
        seed_supplier_location__business_name="Sproutline",
    )
    raw = workbook({"Initial Packing Sprouts": [[*captions, "Traceability Lot Code"], [*row, "LS-216-B2"]]})
    (event,) = events(raw)
    assert (event["cte_type"], event["tlc"]) == ("initial_packing_sprouts", "LS-216-B2")
    assert judged(event).record.seeds_only


def test_purchases_come_out_as_records_of_their_own_types():
    captions, row = fda_row(
        "farm_direct_purchase", food_name="Basil", farm_name="Tiny Acre", farm_address__city="Hudson"
    )
    ad_hoc, bought = fda_row(
        "ad_hoc_purchase", product_name="Lettuce", purchase_date=date(2026, 8, 1), place_name="Corner shop"
    )
    raw = workbook(
        {"Farm Purchase by RFE or Rest.  ": [captions, row], "Ad-hoc RFE or Rest. Purchase": [ad_hoc, bought]}
    )
    first, second = events(raw)
    assert (first["record_type"], first["farm_address"]["city"], "cte_type" in first) == (
        "farm_direct_purchase",
        "Hudson",
        False,
    )
    assert (second["record_type"], second["purchase_date"]) == ("ad_hoc_purchase", "2026-08-01")
    assert judged(second).record is not None


def test_other_records_come_by_our_field_names():
    text = csv_text(
        ["record_type", "tlcs_received", "applied_date", "location.business_name", "location.city", "process"],
        ["kill_step_record", "A1; A2", "2026-08-12", "Cannery", "Fresno", "retort"],
    )
    (event,) = events(text)
    assert (event["record_type"], event["tlcs_received"]) == ("kill_step_record", ["A1", "A2"])
    assert judged(event).record is not None
