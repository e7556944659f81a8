"""What our export writes, read() reads back to equal records: every type, workbook and CSV package, any values."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.exports.csv_package import write_csv_package
from engine.exports.kde_single import write_kde_single
from engine.exports.record import About, ExportRecord
from engine.exports.workbook import write_workbook
from engine.fsma.judge import judge
from engine.fsma.kdes import INPUT_ITEM, RECEIVED_ITEM, Form
from engine.sheets import read
from engine.sheets.forms import KINDS_OF_RECORD, is_event, kind_called
from tests.untidy import LIMITS, TODAY
from tests.worked_example import BY_ID

ABOUT = About("Everything", TODAY, TODAY, "lotgraph")
# Told by our own graph, not by the record: the exporter writes its own ids, and the moment of capture is a new one.
# Without shrinking: a workbook takes long enough to write and read that a failure would take minutes to make small.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
NOT_COMPARED = ("event_id", "captured_at")

words = st.text(st.characters(codec="utf-8", categories=("L", "N"), max_codepoint=0x24F), min_size=1, max_size=12)
texts = st.lists(words, min_size=1, max_size=3).map(" ".join) | st.sampled_from(
    ["=1+1", "-5", "a; b", "O'Hara, \u201cInc.\u201d", "line\nbreak", "@x", "1.0", "_x000D_", "12E4", "+1 831 555 0133"]
)
codes = words.map(lambda w: f"L{w}") | st.sampled_from(
    ["(01)19521003000319(10)PF223-2", "GTIN 19521003000319 LOT 7", "A1, A2"]
)
days = st.dates(date(2024, 1, 1), date(2026, 8, 18)).map(str)
numbers = st.integers(1, 10**9) | st.floats(0.001, 10**6, allow_nan=False).map(lambda f: round(f, 3))
units = st.sampled_from(["case", "LBS", "kg", "bin (400 lb each)", "400kg Bin", "wheelbarrow", "ea"])
glns = st.sampled_from(["9521004000120", "9521003000015", "9521002000016"])
places = st.fixed_dictionaries(
    {"business_name": words, "city": words, "state_region": st.sampled_from(["CA", "Jalisco"])},
    optional={"phone": st.just("+1 831 555 0133"), "street_address": texts,
              "postal_code": st.sampled_from(["02740", "93901"]), "country": st.sampled_from(["US", "MX"]),
              "gln": glns, "ffrn": st.just("10000000031"),
              "latitude": st.floats(-80, 80), "longitude": st.floats(-170, 170)},
) | glns.map(lambda gln: {"gln": gln})  # fmt: skip
products = st.fixed_dictionaries({"product_name": texts}, optional={
    "brand": texts, "commodity": st.sampled_from(["Leafy greens (fresh)", "Herbs (fresh)"]), "variety": words,
    "packaging_size": texts, "packaging_style": words, "gtin": st.just("19521003000319"),
    "ftl_category": st.just("leafy_greens_fresh")})  # fmt: skip
papers = st.lists(st.fixed_dictionaries({}, optional={"document_type": texts, "document_number": texts}), max_size=4)
references = st.sampled_from(
    [
        {"type": "gln", "value": "9521003000015"},
        {"type": "ffrn", "value": "10000000031"},
        {"type": "other", "value": "ask us"},
        {"type": "url", "value": "https://example.com/x"},
        {"type": "other", "value": "10000000031"},
        {"type": "gs1_digital_link", "value": "https://id.gs1.org/01/19521003000319/10/PF223-2"},
    ]
)
areas = st.lists(st.fixed_dictionaries({}, optional={"standard": words, "code": texts}), max_size=3)
VALUES = {
    Form.TEXT: texts, Form.LOT_CODE: codes, Form.PHONE: st.just("+1 831 555 0133"), Form.DATE: days,
    Form.QUANTITY: numbers, Form.UNIT: units, Form.LOCATION: places, Form.PRODUCT: products, Form.DOCUMENTS: papers,
    Form.REFERENCE: references,
    Form.HARVEST_LOCATIONS: areas, Form.FLAG: st.booleans(), Form.TEXTS: st.lists(words, max_size=3),
    Form.CONTENT: st.fixed_dictionaries({"quantity": numbers, "unit": st.sampled_from(["pound", "kilogram"])}),
    Form.GAPS: st.lists(st.fixed_dictionaries({"field": words, "reason": texts}), max_size=2),
    Form.CANDIDATES: st.lists(
        st.fixed_dictionaries({"tlc": codes}, optional={"confidence": st.floats(0, 1)}), max_size=2),
    Form.CLAIM: st.just({"paragraph": "(a)(1)", "evidence": "sales below the limit"}),
    Form.RECEIVED: st.nothing(), Form.INPUTS: st.nothing(),
}  # fmt: skip
LEFT_OUT = {
    "cte_type",
    "record_type",
    "captured_at",
    "event_time",
    "date_format",
    "data_origin",
    "gtin",
    "lot",
    "unit_raw",
    "kind",
}


def fields(elements: Any) -> dict[str, Any]:
    return {
        k.field: VALUES[k.form]
        for k in elements
        if k.field not in LEFT_OUT and k.form not in (Form.RECEIVED, Form.INPUTS)
    }


@st.composite
def records(draw: Any, kind: str) -> dict[str, Any] | None:
    """The normalised record of an event with any of its fields; None where it would be quarantined."""
    known = kind_called(kind)
    owed = {known.date_field, known.place_field, *(("tlc",) if known.creates_lot else ())}
    said = fields(known.fields.values())
    needed = {name: value for name, value in said.items() if name in owed}
    event = draw(st.fixed_dictionaries(needed, optional={n: v for n, v in said.items() if n not in owed}))
    if "inputs" in known.fields:
        inner = {name: value for name, value in fields(INPUT_ITEM).items() if name != "input_tlc"}
        event["inputs"] = draw(st.lists(st.fixed_dictionaries({"input_tlc": codes}, optional=inner), max_size=3))
    if "received" in known.fields and draw(st.booleans()):
        for name in (k.field for k in RECEIVED_ITEM):
            event.pop(name, None)
        block = fields([k for k in RECEIVED_ITEM if k.field in known.fields])
        block.pop("quantity_received")
        event["received"] = draw(
            st.lists(st.fixed_dictionaries({"quantity_received": numbers}, optional=block), max_size=3)
        )
    event.pop("event_time", None)
    event["cte_type" if is_event(kind) else "record_type"] = kind
    record = judge(event, 0, TODAY).record
    return None if record is None else record.to_json()


def exported(some: list[dict[str, Any]]) -> list[ExportRecord]:
    return [ExportRecord(record, f"record-{n}", f"EV{n}", "Prairie Fork") for n, record in enumerate(some)]


def read_back(raw: bytes, name: str) -> dict[str, dict[str, Any]]:
    """Records by the id the export gave them."""
    file = read(raw, name, LIMITS)
    found = {}
    for group in file.rows():
        if group.event is not None:
            assert not [n for n in group.notes if n.severity == "error"], group.notes
            judgement = judge(group.event, 0, TODAY, file.date_format)
            assert judgement.record is not None, [f for f in judgement.findings if f.severity == "error"]
            assert group.record_id not in found
            found[group.record_id] = compared(judgement.record.to_json())
    return found


def compared(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in NOT_COMPARED}


def written(some: list[dict[str, Any]], form: str, folder: Path) -> bytes:
    if form == "xlsx":
        out = BytesIO()
        write_workbook(out, exported(some), ABOUT)
        return out.getvalue()
    path = folder / "export.zip"
    write_csv_package(path, exported(some), ABOUT)
    return path.read_bytes()


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_the_worked_example_reads_back_to_equal_records(form, tmp_path):
    some = [judge(event, 0, TODAY).record.to_json() for event in BY_ID.values()]
    found = read_back(written(some, form, tmp_path), f"export.{form}")
    assert found == {f"record-{n}": compared(record) for n, record in enumerate(some)}


@pytest.mark.parametrize("kind", KINDS_OF_RECORD)
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(data=st.data())
def test_any_records_of_every_type_read_back_to_equal_records(kind, data, tmp_path_factory):
    some = [r for r in data.draw(st.lists(records(kind), min_size=1, max_size=4)) if r is not None]
    form = data.draw(st.sampled_from(["xlsx", "zip"]))
    found = read_back(written(some, form, tmp_path_factory.mktemp("export")), f"export.{form}")
    assert found == {f"record-{n}": compared(record) for n, record in enumerate(some)}


def test_reading_an_export_twice_gives_the_same():
    some = [judge(event, 0, TODAY).record.to_json() for event in BY_ID.values()]
    raw = written(some, "xlsx", Path())
    file = read(raw, "export.xlsx", LIMITS)
    assert list(file.rows()) == list(file.rows())


def test_an_address_changed_in_the_export_loses_the_old_gln_and_says_so():
    from openpyxl import load_workbook

    record = judge(BY_ID["EV16"], 0, TODAY).record.to_json()
    book = load_workbook(BytesIO(written([record], "xlsx", Path())))
    assert book["Shipping"]["J2"].value == "Heartland Fresh Markets - Store 12"
    book["Shipping"]["J2"].value = "Heartland Fresh Markets - Store 13"
    out = BytesIO()
    book.save(out)
    (group,) = read(out.getvalue(), "export.xlsx", LIMITS).rows()
    assert group.event["ship_to_location"]["business_name"] == "Heartland Fresh Markets - Store 13"
    assert "gln" not in group.event["ship_to_location"]
    assert group.event["ship_from_location"]["gln"] == "9521004001004"
    assert [(n.rule, n.severity) for n in group.notes] == [("V-SHT-17", "info")]


def test_the_single_sheet_reads_back_to_the_same_events_lots_and_places():
    some = [judge(event, 0, TODAY).record.to_json() for event in BY_ID.values()]
    out = BytesIO()
    write_kde_single(out, exported(some), ABOUT)
    # Records that may have several rows come when their last one is certain, so not in the order of the sheet.
    found = {g.record_id: g for g in read(out.getvalue(), "export.xlsx", LIMITS).rows() if g.event}
    assert len(found) == len(some)
    for number, record in enumerate(some):
        again = judge(found[f"record-{number}"].event, 0, TODAY).record.to_json()
        kind = kind_called(record["cte_type"])
        assert again["cte_type"] == record["cte_type"]
        assert again.get("tlc") == record.get("tlc")
        assert again[kind.date_field] == record[kind.date_field]
        assert again[kind.quantity_field] == record[kind.quantity_field]
        place, was = again[kind.place_field], record[kind.place_field]
        assert {p: place[p] for p in ("business_name", "city", "postal_code")} == {
            p: was[p] for p in ("business_name", "city", "postal_code")
        }


def test_moments_are_kept_to_the_second():
    event = {**BY_ID["EV16"], "event_time": (datetime(2026, 8, 14, 9, tzinfo=UTC) + timedelta(seconds=3)).isoformat()}
    record = judge(event, 0, TODAY).record.to_json()
    assert read_back(written([record], "xlsx", Path()), "x.xlsx")["record-0"]["event_time"] == record["event_time"]
