"""Every rule between records: what sets it off, and what comes near without doing so.

All stories are captured as one document by one firm, each in places and lots of its own; the findings are read back
by event.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine.findings import FindingFilter
from engine.fsma.findings import RULES
from engine.identity import Caller, Role
from tests.between_records import LEFT_OUT, Story, agreement, apart, at, event, used
from tests.fresh import fresh_engine
from tests.worked_example import LOCATIONS, LOTS, PRODUCTS

# Long enough after the worked example for whatever is due in two weeks.
NOW = datetime(2026, 9, 20, 12, tzinfo=UTC)

A, B, C, D, E, G = (LOTS[lot]["tlc"] for lot in "ABCDEG")
PLAIN = {"tlc_source_reference": LEFT_OUT}
REPACKED = event("EV13", event_id="RE", tlc=B, product=PRODUCTS["P02"], transformation_location=at("L07"),
                 transformation_date="2026-08-12", quantity=5, inputs=[used(B, "P02")], **PLAIN)
BACK = event("EV13", event_id="BACK", tlc=A, product=PRODUCTS["P01"], quantity=3, inputs=[used(E, "P05")], **PLAIN)
TWO_FIELDS = event("EV04", event_id="EV04b", growing_area_name="RB-13", quantity_packed=10)
OTHER_TLC = event("EV19", quantity=40, tlc="(01)19521002000129(10)OTHER", **PLAIN)
SECOND = {"event_id": "EV13b", "tlc": "(01)19521003000319(10)PF224-1", **PLAIN}
DOCK = at("L07", gln=LEFT_OUT, ffrn=LEFT_OUT, street_address="9001 Front Street")
# FDA can look up the source from it, though no food was ever there.
OFFICE = {"tlc_source": LEFT_OUT, "tlc_source_reference": {"type": "gln", "value": "9521002999990"}}
FARM_TO_PACKER = event("EV07", event_id="RAW", ship_from_location=at("L01"), ship_to_location=at("L03"),
                       ship_date="2026-08-07")


def warns(*event_ids: str) -> set[tuple[str, str]]:
    return {("warning", event_id) for event_id in event_ids}


def notes(*event_ids: str) -> set[tuple[str, str]]:
    return {("info", event_id) for event_id in event_ids}


STORIES = [
    Story("V-GEN-13", "two quantities of one shipment", [event("EV07"), event("EV07", event_id="EV07b", quantity=630)],
          warns("EV07", "EV07b")),
    Story("V-GEN-13", "a correction", [event("EV07"), event("EV07", event_id="EV07b", quantity=630,
                                                            supersedes_event_id="EV07")]),
    Story("V-LOC-07", "a source where nothing is known to have been", [event("EV17")], notes("EV17")),
    Story("V-LOC-07", "a source that shipped it", [event("EV14"), event("EV17")]),
    Story("V-LOC-07", "a head office", [event("EV17", tlc_source=at("L06", business_name="Prairie Fork Head Office"))],
          warns("EV17")),
    Story("V-LOC-07", "a reference to an office", [event("EV17", **OFFICE)]),
    Story("V-TRF-01", "no inputs, unlike before", [event("EV13"), event("EV13", inputs=[], **SECOND)], warns("EV13b")),
    Story("V-TRF-01", "never any inputs", [event("EV36")]),
    Story("V-X-01", "nobody received it", [event("EV24"), event("EV18")], warns("EV24")),
    Story("V-X-01", "it was received", [event("EV24"), event("EV25"), event("EV18")]),
    Story("V-X-01", "an earlier one came short", [
        event("EV18"), event("EV19"), event("EV18", event_id="EV18b", quantity=24, ship_date="2026-08-25")],
        warns("EV18b")),
    Story("V-X-01", "the recipient does not report", [event("EV24")]),
    Story("V-X-01", "food under a written agreement", [
        event("EV24"), event("EV18"), agreement("AG", shipper=at("L11"), receiver=at("L07"))], notes("EV24")),
    Story("V-X-01", "shipped before the agreement", [
        event("EV24"), event("EV18"),
        agreement("AG", shipper=at("L11"), receiver=at("L07"), effective_date="2026-08-08")], warns("EV24")),
    Story("V-X-01", "an agreement the other way round", [
        event("EV24"), event("EV18"), agreement("AG", shipper=at("L07"), receiver=at("L11"))], warns("EV24")),
    Story("V-X-01", "an agreement nobody signed", [
        event("EV24"), event("EV18"), agreement("AG", shipper=at("L11"), receiver=at("L07"), signatures=[])],
        warns("EV24")),
    Story("V-X-01", "shipped the other day", [event("EV24", ship_date="2026-09-06"), event("EV18")]),
    Story("V-X-02", "nobody shipped it", [event("EV25"), event("EV23")], warns("EV25")),
    Story("V-X-02", "nobody reports for its sender", [event("EV25")], notes("EV25")),
    Story("V-X-02", "the sender reports another lot", [
        event("EV25"), event("EV23", event_id="EV23b", tlc=E, product=PRODUCTS["P05"], **PLAIN)], warns("EV25")),
    Story("V-X-02", "food under a written agreement", [
        event("EV25"), event("EV23"), agreement("AG", shipper=at("L11"), receiver=at("L07"), kind="change_of_form")],
        notes("EV25")),
    Story("V-X-02", "it was shipped", [event("EV24"), event("EV25")]),
    Story("V-X-02", "the shipment is of another lot", [event("EV24"), event("EV25", tlc=E, **PLAIN)], warns("EV25")),
    Story("V-X-03", "a case is missing", [event("EV18"), event("EV19")], warns("EV19")),
    Story("V-X-03", "every case came", [event("EV16"), event("EV17")]),
    Story("V-X-03", "two shipments in one receipt", [
        event("EV18", quantity=15), event("EV18", event_id="EV18b", quantity=24, ship_date="2026-08-13"),
        event("EV19")]),
    Story("V-X-03", "the same weight in pounds", [
        event("EV18"), event("EV19", quantity=720, unit_of_measure="lb")]),
    Story("V-X-03", "another unit", [event("EV18"), event("EV19", quantity=40, unit_of_measure="pallet")],
          warns("EV19")),
    Story("V-X-03", "bins instead of cases", [event("EV18"), event("EV19", quantity=40, unit_of_measure="bin")],
          warns("EV19")),
    Story("V-X-03", "kilograms as people round them", [
        event("EV18", quantity=1000, unit_of_measure="lb"), event("EV19", quantity=453.6, unit_of_measure="kg")]),
    Story("V-X-03", "a kilogram less than they round", [
        event("EV18", quantity=1000, unit_of_measure="lb"), event("EV19", quantity=453, unit_of_measure="kg")],
        warns("EV19")),
    Story("V-X-03", "another product", [
        event("EV16"), event("EV17", product={**PRODUCTS["P05"], "product_name": "Kale"})], warns("EV17")),
    Story("V-X-03", "another source", [event("EV16"), event("EV17", tlc_source=at("L03"), **PLAIN)], warns("EV17")),
    Story("V-X-03", "one source, by name and by reference", [event("EV16"), event("EV17", **OFFICE)]),
    Story("V-X-03", "another lot code", [event("EV18"), OTHER_TLC], warns("EV19")),
    Story("V-X-04", "two days before", [event("EV16"), event("EV17", received_date="2026-08-12")], warns("EV17")),
    Story("V-X-04", "a day before, over the date line", [event("EV16"), event("EV17", received_date="2026-08-13")]),
    Story("V-X-05", "packed before harvest", [event("EV04", harvest_date="2026-08-08")], warns("EV04")),
    Story("V-X-05", "packed the same day", [event("EV04")]),
    Story("V-X-05", "cooled after packing", [
        event("EV01"), event("EV03", cooling_date="2026-08-08"), event("EV04", cooling_date="2026-08-08")],
        warns("EV03", "EV04")),
    Story("V-X-05", "used before it came", [event("EV10"), event("EV13", transformation_date="2026-08-09")],
          warns("EV13")),
    Story("V-X-05", "used the day it came", [event("EV10"), event("EV13", transformation_date="2026-08-10")]),
    Story("V-X-05", "shipped before landing", [event("EV20"), event("EV21", ship_date="2026-08-04")], warns("EV21")),
    Story("V-X-05", "shipped when landed", [event("EV20"), event("EV21")]),
    Story("V-X-06", "shipped before it was made", [event("EV23"), event("EV24", ship_date="2026-08-05")],
          warns("EV24")),
    Story("V-X-06", "shipped the day it was made", [event("EV23"), event("EV24", ship_date="2026-08-06")]),
    Story("V-X-07", "more went than came", [event("EV15"), event("EV16", quantity=490)], warns("EV16")),
    Story("V-X-07", "two in a hundred more", [event("EV15"), event("EV16", quantity=489)]),
    Story("V-X-07", "pounds against kilograms", [
        event("EV22"), event("EV23", inputs=[{**used(LOTS["F"]["tlc"], "P06", 2000), "input_unit_of_measure": "kg"}])],
        warns("EV23")),
    Story("V-X-08", "heavier than what went in", [event("EV23", quantity=430)], warns("EV23")),
    Story("V-X-08", "a tenth heavier at most", [event("EV23", quantity=425)]),
    Story("V-X-08", "an input that cannot be weighed", [
        event("EV23", quantity=430, inputs=[used(LOTS["F"]["tlc"], "P06", 39)])]),
    Story("V-X-09", "out of nothing", [event("EV14")], warns("EV14")),
    Story("V-X-09", "out of a plant that keeps records", [event("EV13"), event("EV14")]),
    Story("V-X-09", "from a source that does not report", [event("EV17")]),
    Story("V-X-10", "two names", [event("EV14"), event("EV15", product={**PRODUCTS["P05"], "product_name": "Kale"})],
          warns("EV15")),
    Story("V-X-10", "one name, spelled twice", [event("EV14"), event("EV15", product={
        **PRODUCTS["P05"], "product_name": PRODUCTS["P05"]["product_name"].upper()})]),
    Story("V-X-11", "two sources", [event("EV14"), event("EV15", tlc_source=at("L03"), **PLAIN)], warns("EV15")),
    Story("V-X-11", "one source", [event("EV14"), event("EV15")]),
    Story("V-X-11", "one source, by name and by reference", [event("EV14"), event("EV15", **OFFICE)]),
    Story("V-X-11", "two references", [
        event("EV14", tlc_source=LEFT_OUT, tlc_source_reference={"type": "gln", "value": LOCATIONS["L06"]["gln"]}),
        event("EV15", **OFFICE)], warns("EV15")),
    Story("V-X-11", "packed again under its code", [
        event("EV05"), event("EV08"), event("EV28"), REPACKED, event("EV18", tlc_source=at("L07"), **PLAIN)],
        notes("RE")),
    Story("V-X-11", "two firms with one code of their own", [
        event("EV12"), event("EV14", tlc=D, ship_from_location=at("L03"), tlc_source=at("L03"), **PLAIN)],
        warns("EV14")),
    Story("V-X-12", "made on two days", [
        event("EV13"), event("EV13", event_id="EV13b", transformation_date="2026-08-12", quantity=7)], warns("EV13b")),
    Story("V-X-12", "packed out of two fields", [event("EV04"), TWO_FIELDS]),
    Story("V-X-13", "the cooler named instead of the farm", [
        event("EV06"), event("EV09", tlc_source=at("L02"), **PLAIN)], warns("EV09")),
    Story("V-X-13", "a reference to an office", [event("EV06"), event("EV09", **OFFICE)]),
    Story("V-X-13", "the farm named", [event("EV06"), event("EV09")]),
    Story("V-X-14", "exempt once, and once not", [
        event("EV11"), event("EV12", immediate_previous_source=at("L04"))], notes("EV11")),
    Story("V-X-14", "exempt, but ships under the rule", [
        event("EV09"), event("EV12", immediate_previous_source=at("L04"))], notes("EV12")),
    Story("V-X-14", "two suppliers", [event("EV11"), event("EV12")]),
    Story("V-X-14", "a claim on a usual receipt", [event("EV11", exemption_claim={"paragraph": "(a)(1)"})],
          notes("EV11")),
    Story("V-X-15", "one firm, one side", [event("EV16", ship_to_location=DOCK)], warns("EV16")),
    Story("V-X-15", "one firm, both sides", [
        event("EV16", ship_to_location=DOCK), event("EV17", receiving_location=DOCK)]),
    Story("V-X-15", "one firm, under an agreement with itself", [
        event("EV16", ship_to_location=DOCK), agreement("AG", shipper=at("L07"), receiver=DOCK)], notes("EV16")),
    Story("V-X-15", "across the yard", [event("EV16", ship_to_location=at("L07"))], notes("EV16")),
    Story("V-X-16", "on its way to the packer", [event("EV04"), FARM_TO_PACKER], notes("RAW")),
    Story("V-X-16", "from the packer", [event("EV04"), event("EV07")]),
    Story("V-X-17", "nobody harvested it", [event("EV04"), event("EV01", harvest_date="2026-08-06")], warns("EV04")),
    Story("V-X-17", "nobody reports for the farm", [event("EV04")], notes("EV04")),
    Story("V-X-17", "somebody did", [event("EV01"), event("EV04")]),
    Story("V-X-17", "the farm is exempt", [event("EV04", exemption_claim={"paragraph": "(a)(1)"})], notes("EV04")),
    Story("V-X-18", "made out of itself", [event("EV13"), BACK], warns("EV13", "BACK")),
    Story("V-X-18", "packed again under its code", [event("EV05"), REPACKED]),
    Story("V-X-19", "another field", [event("EV01", growing_area_name="RB-13"), event("EV04")], warns("EV04")),
    Story("V-X-19", "one field, spelled twice", [event("EV01", growing_area_name="rb 12"), event("EV04")]),
    Story("V-X-20", "an input out of nowhere", [event("EV23")], warns("EV23")),
    Story("V-X-20", "an input under a written agreement with its source", [
        event("EV23"), event("EV20"), agreement("AG", shipper=at("L10"), receiver=at("L11"), kind="commingling")],
        notes("EV23")),
    Story("V-X-20", "an input under an agreement with its stated source", [
        event("EV13", inputs=[{**used(A, "P01"), "tlc_source": at("L03")}]),
        agreement("AG", shipper=at("L03"), receiver=at("L06"))], notes("EV13")),
    Story("V-X-20", "an input under an agreement with somebody else", [
        event("EV23"), agreement("AG", shipper=at("L09"), receiver=at("L11"))], warns("EV23")),
    Story("V-X-20", "an input that came", [event("EV22"), event("EV23")]),
    Story("V-X-20", "an exempt source", [event("EV12")], notes("EV12")),
    Story("V-X-22", "not signed", [agreement("AG", signatures=[])], warns("AG")),
    Story("V-X-22", "expired", [agreement("AG", effective_date="2025-01-01", renew_by="2026-09-19")], warns("AG")),
    Story("V-X-22", "renewed before it expired", [
        agreement("AG", effective_date="2025-01-01", renew_by="2026-09-19"), agreement("AG2")]),
    Story("V-X-22", "signed in another copy", [agreement("AG", signatures=[]), agreement("AG2")]),
    Story("V-X-22", "renewed, and expired again", [
        agreement("AG", effective_date="2025-01-01", renew_by="2026-01-01"),
        agreement("AG2", renew_by="2026-09-19")], warns("AG2")),
    Story("V-X-22", "the renewal is of another kind", [
        agreement("AG", effective_date="2025-01-01", renew_by="2026-09-19"), agreement("AG2", kind="change_of_form")],
        warns("AG")),
    Story("V-X-22", "the renewal is of others", [
        agreement("AG", effective_date="2025-01-01", renew_by="2026-09-19"), agreement("AG2", receiver=at("L11"))],
        warns("AG")),
    Story("V-X-22", "the renewal begins tomorrow", [
        agreement("AG", effective_date="2025-01-01", renew_by="2026-09-19"),
        agreement("AG2", effective_date="2026-09-21")], warns("AG")),
    Story("V-X-22", "the renewal is not signed", [
        agreement("AG", effective_date="2025-01-01", renew_by="2026-09-19"), agreement("AG2", signatures=[])],
        warns("AG", "AG2")),
    Story("V-X-22", "three years ago, whatever it says", [
        agreement("AG", effective_date="2023-09-19", renew_by="2030-01-01")], warns("AG")),
    Story("V-X-22", "in force to this day", [agreement("AG", renew_by="2026-09-20")]),
    Story("V-X-23", "sent in weeks later", [event("EV16")], notes("EV16")),
    Story("V-X-23", "written down the same day", [event("EV16", captured_at="2026-08-14T20:00:00Z")]),
    Story("V-X-24", "packed and never shipped", [event("EV41")], notes("EV41")),
    Story("V-X-24", "shipped", [event("EV13"), event("EV14")]),
    Story("V-X-24", "shipped with a reference to an office", [event("EV12"), event("EV14", tlc=D, **OFFICE)]),
    Story("V-X-24", "made the other day", [event("EV41", packing_date="2026-09-06")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def found(settings) -> Iterator[dict[tuple[str, int], set[tuple[str, str]]]]:
    """Findings by rule and story: pairs of severity and event id."""
    with fresh_engine(settings, NOW) as engine:
        firm = Caller(engine.identity.create_organization("Firm"), Role.MANAGER, "test")
        events = [apart(each, n) for n, story in enumerate(STORIES) for each in story.events]
        answer = engine.capture.capture_json(firm, json.dumps({"events": events}).encode())
        assert answer.quarantined == 0, [f for f in answer.findings if f.severity == "error"]
        engine.findings.settle(1_000)
        by_story = defaultdict(set)
        view = engine.identity.view(firm)
        for finding in engine.findings.page(view, FindingFilter(), limit=10_000)[0]:
            if finding.event_id:
                event_id, _, n = finding.event_id.partition("#")
                by_story[finding.rule, int(n)].add((finding.severity, event_id))
        yield by_story


@pytest.mark.parametrize("n", range(len(STORIES)), ids=lambda n: f"{STORIES[n].rule} {STORIES[n].name}")
def test_a_story_has_the_findings_of_its_rule_and_no_other(found, n):
    assert found[STORIES[n].rule, n] == STORIES[n].found


def test_every_rule_between_records_is_set_off_here_or_with_places():
    told = {story.rule for story in STORIES if story.found}
    assert told | {"V-X-21", "V-LOC-06"} == {name for name, rule in RULES.items() if rule.between_records} | {"V-X-23"}
    assert {story.rule for story in STORIES if not story.found} == told
