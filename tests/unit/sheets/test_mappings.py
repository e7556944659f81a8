"""A sender's choices make the second file easier."""

import pytest

from engine.errors import BadRequest
from engine.sheets import Mapping
from tests.untidy import csv_text, events, opened

TEXT = csv_text(
    ["Codigo", "Cant.", "Fecha", "Cliente", "TLC", "Ship From Name"], ["A1", 5, "04/05/2026", "Store", "wrong", "DC"]
)
CHOICES = {
    "Codigo": "tlc",
    "Cant.": "quantity",
    "Fecha": "ship_date",
    "Cliente": "ship_to_location.business_name",
    "TLC": "",
}


def test_captions_chosen_by_the_sender_are_read_as_chosen():
    mapping = Mapping({"*": CHOICES}, {"ventas": "shipping"}, "dd/mm/yyyy")
    (event,) = events(TEXT, "ventas.csv", mapping=mapping)
    assert (event["tlc"], event["quantity"], event["ship_to_location"]) == ("A1", "5", {"business_name": "Store"})
    assert (event["ship_date"], event["date_format"]) == ("04/05/2026", "dd/mm/yyyy")
    (seen,) = opened(TEXT, "ventas.csv", mapping=mapping).sheets
    assert {c.caption: c.how for c in seen.columns}["Cliente"] == "mapping"
    assert {c.caption: c.how for c in seen.columns}["TLC"] == "ignored"
    assert seen.unmatched_columns == ()


def test_a_choice_for_one_sheet_comes_before_one_for_all():
    mapping = Mapping({"*": {"X": "tlc"}, "ventas": {"x ": "lot"}})
    assert mapping.field_of("ventas", "X") == "lot"
    assert mapping.field_of("other", "X") == "tlc"
    assert mapping.field_of("other", "Y") is None


def test_a_sheet_may_be_left_out():
    (seen,) = opened(TEXT, "ventas.csv", mapping=Mapping(sheets={"ventas": ""})).sheets
    assert (seen.recognised_as, seen.reason) == (None, "Its sender leaves it out.")


def test_what_was_understood_is_offered_as_a_mapping_and_reads_the_same():
    text = csv_text(["Lot Code", "Qty Shipped", "Ship Date", "Mood"], ["A1", 5, "2026-08-14", "fine"])
    offered = opened(text, "out.csv").mapping()
    assert offered.columns == {
        "out": {"Lot Code": "tlc", "Qty Shipped": "quantity", "Ship Date": "ship_date", "Mood": ""}
    }
    again = Mapping.from_json(offered.to_json())
    assert again == offered
    assert events(text, "out.csv", mapping=again) == events(text, "out.csv")


@pytest.mark.parametrize(
    "stored", [None, [], {"columns": []}, {"columns": {"*": {"a": 1}}}, {"sheets": 3}, {"date_format": 3}]
)
def test_what_is_no_mapping_is_refused(stored):
    with pytest.raises(BadRequest):
        Mapping.from_json(stored)


def test_a_chosen_field_that_does_not_exist_is_left_for_the_judge_to_name():
    (event,) = events(
        csv_text(["TLC", "Qty", "Ship Date", "X"], ["A1", 1, "2026-08-14", "y"]),
        "ship.csv",
        mapping=Mapping({"*": {"X": "no_such_field"}}),
    )
    assert event["no_such_field"] == "y"


def test_a_saved_offer_keeps_the_paper_and_the_address_that_captions_tell_of():
    text = csv_text(["TLC", "Qty", "Ship Date", "BOL #", "Ship To"],
                    ["A1", 5, "2026-08-14", "77120", "Heartland; 1201 Gage Blvd; Topeka; KS; 66604"])
    event, = events(text, "shipping.csv", mapping=opened(text, "shipping.csv").mapping())
    assert event["reference_documents"] == [{"document_type": "Bill of Lading", "document_number": "77120"}]
    assert event["ship_to_location"]["city"] == "Topeka"
