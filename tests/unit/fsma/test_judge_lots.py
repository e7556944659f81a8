import pytest

from tests.judging import LEFT_OUT, found, judged, only
from tests.worked_example import PRODUCTS

LINK = "https://id.gs1.org/01/19521003000319/10/"


@pytest.mark.parametrize(
    ("event_id", "others"),
    [("EV04", []), ("EV20", []), ("EV13", []), ("EV31", []), ("EV41", [])],
)
@pytest.mark.parametrize("empty", [LEFT_OUT, "", "n/a", "0000", "TBD"])
def test_who_assigns_the_lot_code_must_state_it(event_id, others, empty):
    judgement = judged(event_id, tlc=empty)
    assert (judgement.record, found(judgement)) == (None, [("V-TLC-01", "error", "tlc"), *others])


@pytest.mark.parametrize("event_id", ["EV16", "EV17"])
def test_a_movement_without_lot_code_is_kept_with_a_warning(event_id):
    judgement = judged(event_id, tlc=LEFT_OUT)
    assert found(judgement) == [("V-TLC-02", "warning", "tlc")]
    assert judgement.record.lot_code is None
    assert "priority" in only(judgement).hint


def test_an_exempt_receipt_without_lot_code():
    assert found(judged("EV12", tlc=LEFT_OUT)) == [("V-TLC-03", "error", "tlc")]
    store = judged("EV12", tlc=LEFT_OUT, retail_food_establishment=True)
    assert found(store) == [("V-TLC-03", "info", "tlc")]
    assert store.record is not None


def test_gtin_and_lot_number_make_a_lot_code():
    judgement = judged("EV16", tlc=LEFT_OUT, gtin="19521003000319", lot="PF223-2")
    assert found(judgement) == []
    assert judgement.record.tlc == "(01)19521003000319(10)PF223-2"


def test_the_lot_code_is_kept_as_received():
    record = judged("EV16", tlc="  GTIN: 19521003000319  LOT#: pf223-2 ").record
    assert record.tlc == "GTIN: 19521003000319  LOT#: pf223-2"
    assert record.lot_code.match == "(01)19521003000319(10)PF223-2"


def test_a_code_off_a_barcode_is_spelled_in_brackets():
    record = judged("EV16", tlc="]C1011952100300031910PF223-2\x1d21SERIAL").record
    assert record.tlc == "(01)19521003000319(10)PF223-2"


@pytest.mark.parametrize("event_id", ["EV16", "EV17"])
def test_neither_source_nor_reference_is_a_warning(event_id):
    judgement = judged(event_id, tlc_source=LEFT_OUT, tlc_source_reference=LEFT_OUT)
    assert found(judgement) == [("V-TLC-04", "warning", "tlc_source")]


@pytest.mark.parametrize("field", ["tlc_source", "tlc_source_reference"])
def test_one_of_source_and_reference_is_enough(field):
    assert found(judged("EV16", **{field: LEFT_OUT})) == []


@pytest.mark.parametrize("event_id", ["EV01", "EV03"])
def test_a_lot_code_before_packing_is_an_internal_lot(event_id):
    judgement = judged(event_id, tlc="FIELD-7")
    assert found(judgement) == [("V-TLC-06", "info", "tlc")]
    assert judgement.record.internal_lot == "FIELD-7"
    assert judgement.record.lot_code is None


@pytest.mark.parametrize("text", ["PF223-2; PF223-3", "PF223 to PF225"])
def test_several_codes_are_kept_as_candidates(text):
    judgement = judged("EV16", tlc=text, tlc_source_reference=LEFT_OUT)
    assert found(judgement) == [("V-TLC-07", "warning", "tlc"), ("V-TLC-09", "info", "tlc_candidates")]
    assert len(judgement.record.tlc_candidates) == 2
    assert judgement.record.tlc == text


def test_a_comma_between_gtin_and_lot_is_one_code():
    assert found(judged("EV16", tlc="19521003000319,PF223-2")) == []


def test_an_input_with_several_codes_becomes_several_inputs_of_unknown_quantity():
    used = {"input_tlc": "A12, B13", "input_quantity_used": 5, "input_unit_of_measure": "case"}
    judgement = judged("EV13", inputs=[{**used, "input_product": PRODUCTS["P01"]}])
    assert [(i.input_tlc, i.input_quantity_used) for i in judgement.record.inputs] == [("A12", None), ("B13", None)]
    assert found(judgement) == [
        ("V-TLC-07", "warning", "inputs[0].input_tlc"),
        ("V-TRF-02", "warning", "inputs[0].input_quantity_used"),
        ("V-TRF-02", "warning", "inputs[0].input_quantity_used"),
    ]


@pytest.mark.parametrize("link", [LINK + "PF223-3", "https://id.gs1.org/01/19521003000302/10/PF223-2"])
def test_a_link_to_another_lot_is_a_warning_and_is_not_mended(link):
    judgement = judged("EV16", tlc_source_reference={"type": "gs1_digital_link", "value": link})
    assert ("V-TLC-08", "warning", "tlc_source_reference") in found(judgement)
    assert judgement.record.tlc_source_reference.value == link


@pytest.mark.parametrize("link", [LINK + "pf223-2", "https://id.gs1.org/01/19521003000319"])
def test_a_link_that_says_the_same_or_less_agrees(link):
    assert found(judged("EV16", tlc_source_reference={"type": "gs1_digital_link", "value": link})) == []


def test_gtin_and_lot_beside_a_lot_code_that_says_otherwise():
    assert found(judged("EV16", gtin="19521002000112")) == [("V-TLC-08", "warning", "gtin")]
    assert found(judged("EV16", lot="PF223-9")) == [("V-TLC-08", "warning", "lot")]
    assert found(judged("EV16", gtin="19521003000319", lot="pf223-2")) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("ffrn", "1234"), ("url", "ftp://files.example.com"), ("url", "www.example.com"), ("gln", "9521003000016"),
        ("gln", "12"), ("gs1_digital_link", "https://id.gs1.org/10/19521003000319/10/PF223-2"),
    ],
)  # fmt: skip
def test_malformed_references(kind, value):
    judgement = judged("EV16", tlc_source_reference={"type": kind, "value": value})
    assert found(judgement) == [("V-TLC-10", "warning", "tlc_source_reference")]


@pytest.mark.parametrize(
    ("value", "kind", "kept"),
    [
        ("10000000062", "ffrn", "10000000062"),
        ("9521003000015", "gln", "9521003000015"),
        ("GLN 9521003000015", "gln", "9521003000015"),
        (LINK + "PF223-2", "gs1_digital_link", LINK + "PF223-2"),
        ("https://trace.example.com/lot/77", "url", "https://trace.example.com/lot/77"),
        ("EST. 38557", "other", "EST. 38557"),
    ],
)
def test_the_type_of_a_reference_is_inferred(value, kind, kept):
    for sent in (value, {"value": value}, {"type": "n/a", "value": value}):
        reference = judged("EV16", tlc_source_reference=sent).record.tlc_source_reference
        assert (reference.type, reference.value) == (kind, kept)


@pytest.mark.parametrize(
    ("gtin", "says"),
    [("19521003000318", "check digit"), ("4711", "8, 12, 13 or 14"), ("1.95210E+13", "8, 12, 13 or 14")],
)
def test_a_wrong_gtin_is_a_warning(gtin, says):
    finding = only(judged("EV12", product={"product_name": "Parsley", "packaging_size": "5 lb", "gtin": gtin,
                                           "packaging_style": "Carton", "ftl_category": "herbs_fresh"}))  # fmt: skip
    assert (finding.rule, finding.severity, finding.field) == ("V-PRD-02", "warning", "product.gtin")
    assert says in finding.message


def test_a_wrong_gtin_in_the_lot_code_is_a_warning_and_the_lot_is_known_all_the_same():
    judgement = judged("EV16", tlc="(01)19521003000318(10)PF223-2", tlc_source_reference=LEFT_OUT)
    assert found(judgement) == [("V-PRD-02", "warning", "tlc")]
    assert judgement.record.lot_code.lot == "PF223-2"


def test_a_gtin_that_lost_its_zeros_is_padded_with_a_warning():
    judgement = judged("EV16", tlc="GTIN: 12345678905 LOT: X1", tlc_source_reference=LEFT_OUT)
    assert found(judgement) == [("V-PRD-02", "warning", "tlc")]
    assert judgement.record.lot_code.gtin == "00012345678905"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"product": {**PRODUCTS["P01"], "gtin": "12345678905"}}, "product.gtin"),
        ({"tlc": LEFT_OUT, "gtin": "12345678905", "lot": "X1"}, "gtin"),
    ],
)
def test_so_it_is_wherever_it_stands(changes, field):
    judgement = judged("EV16", tlc_source_reference=LEFT_OUT, **changes)
    assert found(judgement) == [("V-PRD-02", "warning", field)]


def test_lost_zeros_of_an_inputs_gtin_are_a_warning():
    used = {"gtin": "12345678905", "lot": "X1", "input_product": PRODUCTS["P01"], "input_quantity_used": 2,
            "input_unit_of_measure": "case"}
    judgement = judged("EV13", inputs=[used])
    assert found(judgement) == [("V-PRD-02", "warning", "inputs[0].gtin")]
    assert judgement.record.inputs[0].lot_code.gtin == "00012345678905"


@pytest.mark.parametrize("part", ["product_name", "packaging_size", "packaging_style"])
def test_parts_missing_from_a_product(part):
    product = {**PRODUCTS["P02"], part: "n/a"}
    assert found(judged("EV16", product=product)) == [("V-PRD-01", "warning", f"product.{part}")]


def test_a_missing_product_is_a_warning():
    assert found(judged("EV16", product=LEFT_OUT)) == [("V-PRD-01", "warning", "product")]


@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        ({"commodity": "Carrots", "ftl_category": None}, "warning"),
        ({"commodity": "Carrots", "ftl_category": "not_ftl"}, "info"),
        ({"commodity": "Carrots", "ftl_category": "carrots"}, "warning"),
        ({"commodity": "Carrots", "ftl_category": "unknown"}, "warning"),
    ],
)
def test_food_that_is_not_or_perhaps_not_on_the_list(changes, severity):
    product = {"product_name": "Box", "packaging_size": "25 lb", "packaging_style": "Carton", **changes}
    assert found(judged("EV16", product=product)) == [("V-GEN-14", severity, "product.ftl_category")]


def test_the_commodity_alone_tells_where_it_leaves_no_choice():
    product = {"product_name": "Box", "packaging_size": "25 lb", "packaging_style": "Carton", "commodity": "Tomatoes"}
    assert found(judged("EV16", product=product)) == []
