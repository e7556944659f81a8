from datetime import UTC, datetime

import pytest

from engine.fsma.findings import RULES
from engine.fsma.judge import judge
from tests.judging import LEFT_OUT, NOW, event, found, judged, only


@pytest.mark.parametrize("sent", [None, "", "sale", 7, [], {}, "x" * 500])
def test_an_event_of_no_known_kind_is_quarantined(sent):
    judgement = judge({"event_id": "X", "cte_type": sent}, 3, NOW)
    assert judgement.record is None
    finding = only(judgement)
    assert (finding.rule, finding.severity, finding.event_id, finding.position) == ("V-GEN-01", "error", "X", 3)
    assert "shipping" in finding.hint


@pytest.mark.parametrize("spelled", ["Shipping", " SHIPPING ", "shipping"])
def test_kinds_are_known_in_any_case(spelled):
    assert judged("EV16", cte_type=spelled).record is not None


def test_kinds_are_known_with_blanks_and_hyphens():
    assert judged("EV20", cte_type="First Land-Based Receiving").record is not None


def test_a_missing_date_is_an_error_with_its_paragraph():
    judgement = judged("EV16", ship_date=LEFT_OUT)
    assert judgement.record is None
    finding = only(judgement)
    assert (finding.rule, finding.severity, finding.field) == ("V-GEN-02", "error", "ship_date")
    assert finding.section == "§1.1340(a)(6)"
    assert finding.message == "The date shipped is missing."


@pytest.mark.parametrize("sent", ["yesterday", "2026-02-30", "n/a?", 46248, "45/45/2026"])
def test_an_unreadable_date_is_an_error_and_only_one(sent):
    judgement = judged("EV16", ship_date=sent)
    assert judgement.record is None
    assert found(judgement) == [("V-GEN-02", "error", "ship_date")]


def test_an_ambiguous_date_is_an_error_that_asks_which():
    finding = only(judged("EV16", ship_date="04/05/2026"))
    assert (finding.rule, finding.severity, finding.value) == ("V-GEN-02", "error", "04/05/2026")
    assert "2026-04-05" in finding.hint and "2026-05-04" in finding.hint


def test_a_declared_order_makes_it_readable():
    assert judged("EV16", ship_date="04/05/2026", date_format="mm/dd/yyyy").record.on.isoformat() == "2026-04-05"
    declared = judge(event("EV16", ship_date="04/05/2026"), 0, NOW, "dd/mm/yyyy")
    assert declared.record.on.isoformat() == "2026-05-04"


def test_a_time_gives_the_local_date_and_is_kept():
    record = judged("EV16", ship_date="2026-08-13T23:30:00-06:00").record
    assert record.on.isoformat() == "2026-08-13"
    assert record.event_time.isoformat() == "2026-08-13T23:30:00-06:00"


def test_an_unreadable_date_beside_the_events_own_is_an_error_too():
    judgement = judged("EV04", harvest_date="some day")
    assert (judgement.record, found(judgement)) == (None, [("V-GEN-02", "error", "harvest_date")])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-08-15", []),
        ("2026-08-16", [("V-GEN-03", "warning", "ship_date")]),
        ("2026-08-17", [("V-GEN-03", "warning", "ship_date")]),
        ("2026-08-18", [("V-GEN-03", "error", "ship_date")]),
        ("2021-08-20", []),
        ("2021-08-01", [("V-GEN-04", "warning", "ship_date")]),
        ("2000-01-01", [("V-GEN-04", "warning", "ship_date")]),
        ("1999-12-31", [("V-GEN-04", "error", "ship_date")]),
    ],
)
def test_dates_of_the_future_and_of_another_age(day, expected):
    judgement = judged("EV16", ship_date=day)
    assert found(judgement) == expected
    assert (judgement.record is None) == any(severity == "error" for _, severity, _ in expected)


@pytest.mark.parametrize(
    ("today", "day", "is_old"),
    [
        ((2028, 6, 15), "2023-06-15", False),  # two leap days between
        ((2028, 6, 15), "2023-06-14", True),
        ((2027, 6, 15), "2022-06-15", False),  # one
        ((2028, 2, 29), "2023-02-28", False),
        ((2028, 2, 29), "2023-02-27", True),
    ],
)
def test_five_years_are_years_of_the_calendar(today, day, is_old):
    judgement = judge(event("EV16", ship_date=day), 0, datetime(*today, 12, tzinfo=UTC))
    assert found(judgement) == ([("V-GEN-04", "warning", "ship_date")] if is_old else [])


def test_the_clock_is_the_one_given():
    late = datetime(2026, 8, 20, tzinfo=UTC)
    assert found(judge(event("EV16", ship_date="2026-08-18"), 0, late)) == []


@pytest.mark.parametrize("sent", [LEFT_OUT, None, {}, {"gln": "n/a"}, {"business_name": "unknown", "city": "-"}])
def test_without_its_own_place_an_event_is_quarantined(sent):
    judgement = judged("EV16", ship_from_location=sent)
    assert (judgement.record, found(judgement)) == (None, [("V-GEN-05", "error", "ship_from_location")])


def test_a_place_with_no_key_is_quarantined():
    judgement = judged("EV16", ship_from_location={"business_name": "Joe"})
    assert judgement.record is None
    assert ("V-GEN-05", "error", "ship_from_location") in found(judgement)


def test_a_place_known_by_its_gln_alone_is_accepted_without_a_word():
    judgement = judged("EV16", ship_from_location={"gln": "9521004001004"})
    assert judgement.record.place.gln == "9521004001004"
    assert found(judgement) == []


def test_where_the_place_is_the_source_its_absence_is_said_for_both():
    judgement = judged("EV13", transformation_location=LEFT_OUT)
    assert judgement.record is None
    assert found(judgement) == [
        ("V-GEN-05", "error", "transformation_location"),
        ("V-TLC-05", "error", "transformation_location"),
    ]


def test_a_stated_source_stands_for_the_missing_place_with_a_warning():
    judgement = judged("EV04", packing_location=LEFT_OUT, tlc_source={"gln": "9521002000016"})
    assert judgement.record.place.gln == "9521002000016"
    assert found(judgement) == [("V-TLC-05", "warning", "packing_location")]


def test_a_stated_source_elsewhere_is_a_warning():
    judgement = judged("EV06", tlc_source={"gln": "9521001000017"})
    assert found(judgement) == [("V-X-13", "warning", "tlc_source")]
    assert judgement.record.stated_source.gln == "9521005000013"


@pytest.mark.parametrize("sent", ["abc", "1,5", float("nan"), float("inf"), 10**30, True, [1], {"a": 1}])
def test_an_unreadable_quantity_is_an_error(sent):
    judgement = judged("EV16", quantity=sent)
    assert (judgement.record, found(judgement)) == (None, [("V-GEN-06", "error", "quantity")])


@pytest.mark.parametrize("sent", [0, -24, "0", "-1.5"])
def test_zero_and_negative_quantities_are_kept_with_a_warning_and_do_not_count(sent):
    judgement = judged("EV16", quantity=sent)
    assert found(judgement) == [("V-GEN-06", "warning", "quantity")]
    assert judgement.record.quantity == float(sent)
    assert judgement.record.quantity_of_lot is None


@pytest.mark.parametrize("sent", [LEFT_OUT, None, "", "n/a", "unknown"])
def test_a_missing_quantity_is_a_warning(sent):
    assert found(judged("EV16", quantity=sent)) == [("V-GEN-07", "warning", "quantity")]


def test_a_missing_unit_is_a_warning():
    assert found(judged("EV16", unit_of_measure=LEFT_OUT)) == [("V-GEN-08", "warning", "unit_of_measure")]


def test_quantity_and_unit_are_missed_each_for_itself():
    assert found(judged("EV16", quantity=LEFT_OUT, unit_of_measure=LEFT_OUT)) == [
        ("V-GEN-07", "warning", "quantity"), ("V-GEN-08", "warning", "unit_of_measure")]
    assert found(judged("EV04", quantity_received=LEFT_OUT, unit_of_measure_received=LEFT_OUT)) == [
        ("V-GEN-07", "warning", "quantity_received"), ("V-GEN-08", "warning", "unit_of_measure_received")]


def test_the_unit_may_stand_in_a_quantity_that_cannot_be_read():
    assert found(judged("EV16", quantity="a few cases", unit_of_measure=LEFT_OUT)) == [
        ("V-GEN-06", "error", "quantity")]


def test_an_unknown_unit_keeps_its_text():
    judgement = judged("EV16", unit_of_measure="crate")
    assert found(judgement) == [("V-GEN-09", "warning", "unit_of_measure")]
    assert (judgement.record.unit_of_measure, judgement.record.unit_raw) == ("crate", "crate")


def test_units_are_normalised_beside_what_was_sent():
    record = judged("EV16", unit_of_measure="CS").record
    assert (record.unit_of_measure, record.unit_raw) == ("case", "CS")
    assert judged("EV16", unit_of_measure="case", unit_raw="cases").record.unit_raw == "cases"


def test_quantity_and_unit_in_one_value():
    record = judged("EV16", quantity="10 CS", unit_of_measure=LEFT_OUT).record
    assert (record.quantity, record.unit_of_measure, record.unit_raw) == (10, "case", "CS")


@pytest.mark.parametrize("sent", [LEFT_OUT, [], [{}], [{"document_type": "n/a", "document_number": ""}]])
def test_no_reference_document_is_a_warning(sent):
    assert found(judged("EV16", reference_documents=sent)) == [("V-GEN-10", "warning", "reference_documents")]


def test_half_a_reference_document_is_a_warning():
    papers = [{"document_type": "Invoice"}, {"document_number": "77"}]
    assert found(judged("EV16", reference_documents=papers)) == [
        ("V-GEN-10", "warning", "reference_documents[0].document_number"),
        ("V-GEN-10", "warning", "reference_documents[1].document_type"),
    ]


def test_an_unusual_document_type_is_a_note():
    papers = [{"document_type": "Napkin", "document_number": "1"}]
    assert found(judged("EV16", reference_documents=papers)) == [
        ("V-GEN-11", "info", "reference_documents[0].document_type")
    ]


def test_unknown_fields_are_left_out_with_a_warning():
    judgement = judged("EV16", shipdate="2026-08-14", harvest_date="2026-08-07")
    assert found(judgement) == [("V-DOC-01", "warning", "shipdate"), ("V-DOC-01", "warning", "harvest_date")]
    assert "shipdate" not in judgement.record.to_json()


@pytest.mark.parametrize("empty", [None, "", "n/a", []])
def test_columns_of_other_events_may_stand_empty(empty):
    assert found(judged("EV16", harvest_date=empty, seed_packaging_type=empty)) == []


def test_hundreds_of_unknown_fields_are_summed_up():
    judgement = judged("EV16", **{f"column_{n}": "x" for n in range(300)})
    assert len(judgement.findings) == 21
    assert judgement.record is not None


@pytest.mark.parametrize(
    ("field", "sent"),
    [("ship_to_location", "L08"), ("product", ["P05"]), ("tlc", {"gtin": "1"}), ("tlc", True),
     ("reference_documents", "BOL 1"), ("tlc_source_reference", ["x"]), ("source_system", "x" * 1_000_001)],
)  # fmt: skip
def test_wrong_json_types_and_endless_texts_are_errors_when_judged_directly(field, sent):
    judgement = judged("EV16", **{field: sent})
    assert judgement.record is None
    assert ("V-DOC-02", "error", field) in found(judgement)


def test_an_event_that_is_no_object():
    assert found(judge(["shipping"], 0, NOW)) == [("V-DOC-02", "error", None)]


def test_a_missing_recipient_is_a_warning():
    assert found(judged("EV16", ship_to_location=LEFT_OUT)) == [("V-DOC-03", "warning", "ship_to_location")]
    assert found(judged("EV01", immediate_subsequent_recipient=None)) == [
        ("V-DOC-03", "warning", "immediate_subsequent_recipient")
    ]


def test_the_envelope_is_kept():
    record = judged(
        "EV16",
        source_system="WMS 4",
        captured_at="2026-08-14T15:40:00-05:00",
        supersedes_event_id="EV16-old",
        data_origin="received_from_partner",
        gaps=["tlc_source", {"field": "phone", "reason": "asked on Friday"}],
        tlc_candidates=[{"tlc": "PF223-3", "method": "same pallet", "confidence": 0.4}],
    ).record
    assert record.captured_at.isoformat() == "2026-08-14T15:40:00-05:00"
    assert (record.source_system, record.supersedes_event_id) == ("WMS 4", "EV16-old")
    assert [(g.field, g.reason) for g in record.gaps] == [("tlc_source", None), ("phone", "asked on Friday")]
    assert record.tlc_candidates[0].confidence == 0.4


def test_an_unreadable_envelope_is_left_out_with_a_warning():
    judgement = judged("EV16", captured_at="noon", data_origin="hearsay")
    assert found(judgement) == [("V-DOC-06", "warning", "captured_at"), ("V-DOC-06", "warning", "data_origin")]
    assert (judgement.record.captured_at, judgement.record.data_origin) == (None, None)


def test_all_faults_of_an_event_are_named_at_once():
    judgement = judged("EV16", ship_date="?", quantity="abc", tlc=LEFT_OUT)
    assert {rule for rule, _, _ in found(judgement)} == {"V-GEN-02", "V-GEN-06", "V-TLC-02"}


def test_what_a_manager_reads_are_sentences():
    bad = {"cte_type": "initial_packing_sprouts", "quantity_packed": "x", "foo": 1, "harvest_farm": {"city": "X"}}
    for finding in judge(bad, 0, NOW).findings:
        for text in (finding.message, finding.hint):
            assert text[0].isupper() or text[0] == "“"
            assert text.endswith(".") and "_" not in text.replace("date_format", "")
        assert finding.rule in RULES and finding.section.startswith("§1.13")


def test_a_correction_with_the_id_of_what_it_corrects_is_quarantined():
    judgement = judged("EV16", supersedes_event_id="EV16")
    assert judgement.record is None
    assert found(judgement) == [("V-DOC-07", "error", "supersedes_event_id")]


def test_a_correction_with_an_id_of_its_own_is_fine():
    assert found(judged("EV16", event_id="EV16b", supersedes_event_id="EV16")) == []
