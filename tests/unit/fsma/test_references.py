"""References to the lot code source: words that lead to no place are none, whatever may lead there stays."""

import pytest

from engine.fsma.record import LocationDescription
from tests.judging import LEFT_OUT, found, judged, only
from tests.worked_example import BY_ID

SOURCE = {"business_name": "Prairie Fresh Processing", "phone": "+1 303 555 0121", "street_address": "88 Mill Road",
          "city": "Greeley", "state_region": "CO", "postal_code": "80631"}

EMPTY = [
    "see website", "See web site", "Website", "on file", "On file.", "GLN on file", "FFRN on file w/ QA", "supplier",
    "Supplier's", "vendor", "same", "Same as above", "ditto", "see invoice", "See Invoice 4711",
    "refer to BOL #77120", "per packing slip", "on label", "See case label", "call us", "Call for info",
    "contact supplier", "upon request", "available on request", "Not available", "to be determined", "TBA", "pending",
    "not provided by supplier", "GLN:", "FDA registration number", "see attached", "(on file)", "yes", "ver factura",
    "proveedor", "Head office", "…", "*", "GS1 link on file", "see page 3", "in-house", "Don't know",
    "same as ship from", "see Locations tab", "confidential",
]
REAL = [
    "https://trace.example.com/lot/77", "www.example.com", "trace.example.com/lots", "See www.farm.info",
    "grower.us/lots", "9521003000015", "GLN 9521003000015", "GLN: 9521003000015 (on file)", "10000000062",
    "FFRN 10000000062", "see label: FFRN 10000000062", "FDA Reg. No. 10000000062", "FEI 3004571234", "EST. 38557",
    "USDA Est. P-1234", "see label EST 1234", "+1 831 555 0133", "Call 831-555-0133", "call us at 831 555 0133",
    "1-800-LETTUCE", "qa@example.com", "QR code on case label", "Acme Farms", "Same Day Produce LLC",
    "Supplier Direct Foods", "DUNS 123456789", "store 12", "see invoice 9521003000015",
]  # fmt: skip


@pytest.mark.parametrize("text", EMPTY)
def test_words_that_lead_nowhere_are_no_reference(text):
    judgement = judged("EV16", tlc_source=LEFT_OUT, tlc_source_reference=text)
    assert found(judgement) == [
        ("V-TLC-10", "warning", "tlc_source_reference"), ("V-TLC-04", "warning", "tlc_source")]
    assert judgement.record.tlc_source_reference is None and judgement.record.stated_source is None


@pytest.mark.parametrize("text", REAL)
def test_whatever_may_lead_there_stays(text):
    judgement = judged("EV16", tlc_source=LEFT_OUT, tlc_source_reference=text)
    assert not {rule for rule, _, _ in found(judgement)} & {"V-TLC-04"}
    assert judgement.record.tlc_source_reference.value in (text, "9521003000015", "9521003000015(onfile)")
    assert "leads to no place" not in " ".join(f.message for f in judgement.findings)


@pytest.mark.parametrize("text", ["n/a", "TBD", "unknown", "-", "n/a (See Traceability Lot Code Source)"])
def test_placeholders_count_as_nothing_said(text):
    assert found(judged("EV16", tlc_source=LEFT_OUT, tlc_source_reference=text)) == [
        ("V-TLC-04", "warning", "tlc_source")]
    assert found(judged("EV16", tlc_source=SOURCE, tlc_source_reference=text)) == []


def test_what_is_said_of_them_names_the_words_and_what_would_do():
    finding = only(judged("EV16", tlc_source=SOURCE, tlc_source_reference="see website"))
    assert (finding.value, finding.severity) == ("see website", "warning")
    assert "web address" in finding.hint and "GLN" in finding.hint and "left out" in finding.message


@pytest.mark.parametrize("kind", [None, "gln", "ffrn", "url", "gs1_digital_link", "other"])
def test_a_type_makes_no_reference_of_them(kind):
    judgement = judged("EV16", tlc_source=SOURCE, tlc_source_reference={"type": kind, "value": "see website"})
    assert found(judgement) == [("V-TLC-10", "warning", "tlc_source_reference")]
    assert judgement.record.tlc_source_reference is None


def test_beside_a_source_they_change_nothing_of_the_lot():
    with_words = judged("EV16", tlc_source=SOURCE, tlc_source_reference="GLN on file").record
    without = judged("EV16", tlc_source=SOURCE, tlc_source_reference=LEFT_OUT).record
    assert with_words.stated_source == without.stated_source == LocationDescription(**SOURCE, country="US",
                                                                                    phone_e164="+13035550121")
    assert with_words.natural_key() == without.natural_key() and with_words.content_key() == without.content_key()


def test_who_names_no_source_but_words_is_one_with_who_names_none():
    said = [judged("EV16", tlc_source=LEFT_OUT, tlc_source_reference=text).record for text in ("GLN on file", "same")]
    assert {record.stated_source for record in said} == {None}
    assert said[0].content_key() == said[1].content_key()


@pytest.mark.parametrize("event_id", ["EV04", "EV13", "EV20"])
def test_where_the_place_is_the_source_they_are_a_warning_all_the_same(event_id):
    judgement = judged(event_id, tlc_source_reference="on file")
    assert ("V-TLC-10", "warning", "tlc_source_reference") in found(judgement) and judgement.record is not None
    assert "V-TLC-04" not in {rule for rule, _, _ in found(judgement)}


def test_the_worked_example_has_no_such_words():
    references = [event["tlc_source_reference"] for event in BY_ID.values() if event.get("tlc_source_reference")]
    assert references
    assert "V-TLC-10" not in {rule for event_id in BY_ID for rule, _, _ in found(judged(event_id))}


@pytest.mark.parametrize("text", ["GLN Acme", "GLN 12", "GLN: 9521003000015 (on file)"])
def test_what_is_no_gln_tells_no_lot_from_another(text):
    judgement = judged("EV16", tlc_source=LEFT_OUT, tlc_source_reference=text)
    assert found(judgement) == [("V-TLC-10", "warning", "tlc_source_reference")]
    assert judgement.record.stated_source is None and not judgement.record.refers_to_source


def test_a_gln_tells_whose_lot_it_is():
    record = judged("EV16", tlc_source=LEFT_OUT, tlc_source_reference="GLN 9521003000015").record
    assert record.stated_source == LocationDescription(gln="9521003000015") and record.refers_to_source
