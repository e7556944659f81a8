"""Records beside the critical tracking events: what is accepted, what is asked for; by hand."""

import pytest

from engine.fsma.findings import Finding
from engine.fsma.judge import Judgement, judge
from engine.fsma.other.kinds import OtherType
from engine.fsma.records import from_json
from tests.judging import NOW
from tests.other_records import (
    AD_HOC,
    AGREEMENT,
    FARM_DIRECT,
    FARM_TO_SCHOOL,
    KILL_STEP,
    ONE_UP,
    OTHERS,
    changed,
)


def judged(record: dict, **changes) -> Judgement:
    return judge(changed(record, **changes), 0, NOW)


def found(record: dict, **changes) -> list[tuple[str, str, str | None]]:
    return [(f.rule, f.severity, f.field) for f in judged(record, **changes).findings]


@pytest.mark.parametrize("record", OTHERS, ids=lambda r: r["record_type"])
def test_good_record_is_accepted_without_a_word(record):
    assert judged(record).findings == ()
    assert judged(record).record.cte_type == OtherType(record["record_type"])


@pytest.mark.parametrize("record", OTHERS, ids=lambda r: r["record_type"])
def test_record_comes_back_from_its_json_the_same(record):
    made = judged(record).record
    said = made.to_json()
    assert from_json(said) == made
    assert said["record_type"] == record["record_type"]
    assert "cte_type" not in said
    assert list(said) == sorted(said)


@pytest.mark.parametrize("record", OTHERS, ids=lambda r: r["record_type"])
def test_normalised_record_sent_again_is_the_same_record(record):
    made = judged(record).record
    again = judge(made.to_json(), 0, NOW).record
    assert again.content_key() == made.content_key()


def test_fields_keep_the_names_they_are_sent_under():
    assert judged(AGREEMENT).record.to_json()["kind"] == "kill_step"
    assert judged(FARM_DIRECT).record.to_json()["food_name"] == "Curly parsley"


def test_type_may_stand_under_cte_type_too():
    record = {**FARM_DIRECT, "cte_type": "Farm direct purchase"}
    del record["record_type"]
    assert judge(record, 0, NOW).record.cte_type is OtherType.FARM_DIRECT_PURCHASE


@pytest.mark.parametrize(("record", "field", "severity"), [
    (FARM_DIRECT, "food_name", "warning"), (FARM_DIRECT, "farm_name", "warning"),
    (FARM_TO_SCHOOL, "farm_address", "warning"), (AD_HOC, "place_name", "warning"),
    (AD_HOC, "place_address", "warning"), (KILL_STEP, "process", "warning"),
    (AGREEMENT, "printed_names", "warning"), (AGREEMENT, "substance", "warning"),
    (AGREEMENT, "receiver", "warning"), (ONE_UP, "food", "warning"), (ONE_UP, "packaging", "warning"),
    (ONE_UP, "quantity", "warning"), (ONE_UP, "location", "info"),
])
def test_missing_element_is_named(record, field, severity):
    assert found(record, **{field: None}) == [("V-DOC-03", severity, field)]


@pytest.mark.parametrize(("record", "nameless", "field"), [
    (FARM_DIRECT, ("food_name", "farm_name"), "food_name"), (AD_HOC, ("product_name", "place_name"), "product_name"),
    (KILL_STEP, ("location",), "location"), (AGREEMENT, ("shipper", "receiver"), "shipper"),
    (ONE_UP, ("previous_source", "next_recipient"), "previous_source"),
])
def test_record_that_names_nobody_is_quarantined(record, nameless, field):
    judgement = judged(record, **dict.fromkeys(nameless))
    assert judgement.record is None
    assert ("V-GEN-05", "error", field) in [(f.rule, f.severity, f.field) for f in judgement.findings]


@pytest.mark.parametrize(("record", "field"), [
    (KILL_STEP, "applied_date"), (AGREEMENT, "effective_date"), (AD_HOC, "purchase_date"), (ONE_UP, "date")])
def test_date_is_owed_where_fdas_sheet_has_one(record, field):
    assert ("V-GEN-02", "error", field) in found(record, **{field: None})


def test_purchase_from_a_farm_needs_no_date_but_no_future_one():
    assert found(FARM_DIRECT, purchase_date="2026-08-01") == []
    assert found(FARM_DIRECT, purchase_date="2027-08-01") == [("V-GEN-03", "error", "purchase_date")]


def test_unreadable_date_is_asked_about_not_guessed():
    assert found(AD_HOC, purchase_date="04/05/2026") == [("V-GEN-02", "error", "purchase_date")]


def test_address_of_a_farm_needs_neither_name_nor_phone_but_a_street():
    address = {k: v for k, v in FARM_DIRECT["farm_address"].items() if k != "street_address"}
    assert found(FARM_DIRECT, farm_address=address) == [("V-LOC-02", "warning", "farm_address.street_address")]


def test_party_of_a_one_up_one_back_record_needs_its_phone():
    party = {k: v for k, v in ONE_UP["previous_source"].items() if k not in ("phone", "gln")}
    assert found(ONE_UP, previous_source=party) == [("V-LOC-01", "warning", "previous_source.phone")]


@pytest.mark.parametrize(("renew_by", "rules"), [
    ("2029-01-01", []), ("2029-02-01", ["V-AGR-01"]), ("2025-12-31", ["V-AGR-01"]), (None, ["V-AGR-01"])])
def test_agreement_is_renewed_within_three_years(renew_by, rules):
    assert [rule for rule, _, _ in found(AGREEMENT, renew_by=renew_by)] == rules


@pytest.mark.parametrize(
    ("effective_date", "renew_by", "rules"),
    [
        ("2026-08-16", "2029-08-16", []),
        ("2027-01-01", "2030-01-01", []),  # agreed months before it takes effect
        ("2027-08-16", "2030-08-16", []),
        ("2027-08-17", "2030-08-17", [("V-GEN-03", "error", "effective_date")]),
        ("1999-12-31", "2002-12-31", [("V-GEN-04", "error", "effective_date")]),
    ],
)
def test_agreement_may_be_made_a_year_ahead(effective_date, renew_by, rules):
    assert found(AGREEMENT, effective_date=effective_date, renew_by=renew_by) == rules


def test_agreement_of_an_unknown_kind_is_kept_as_sent():
    judgement = judged(AGREEMENT, kind="handshake")
    assert [(f.rule, f.severity) for f in judgement.findings] == [("V-DOC-06", "warning")]
    assert judgement.record.agreement_kind == "handshake"


def test_kill_step_without_lot_codes_is_kept_and_asked_about():
    assert found(KILL_STEP, tlcs_received=[]) == [("V-TLC-02", "warning", "tlcs_received")]


def test_lot_codes_in_one_text_are_taken_apart():
    assert judged(KILL_STEP, tlcs_received="A 1; B 2\nA 1").record.tlcs_received == ("A 1", "B 2")


def test_lot_code_of_a_one_up_one_back_record_has_two_names():
    assert judged(ONE_UP, tlc=None, lot_code="A 1").record.tlc == "A 1"


def test_finding_cites_the_paragraph():
    (finding,) = judged(FARM_TO_SCHOOL, farm_name=None).findings
    assert isinstance(finding, Finding)
    assert finding.section == "§1.1305(l)(2)"


def test_two_purchases_that_differ_are_two_events():
    one, other = (judged(FARM_DIRECT, food_name=name).record for name in ("Parsley", "Dill"))
    assert one.natural_key() != other.natural_key()


def test_stray_field_is_left_out_and_named():
    sent = {"ship_to_location": {"gln": "9521004000120"}}
    assert found(FARM_DIRECT, **sent) == [("V-DOC-01", "warning", "ship_to_location")]
