import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.fsma.tlc import normal_gtin, parse

ROMAINE = "(01)19521002000112(10)AV26219A"


@pytest.mark.parametrize(
    "text",
    [
        "(01)19521002000112(10)AV26219A",
        " ( 01 ) 19521002000112 ( 10 ) av26219a ",
        "[01]19521002000112[10]AV26219A",
        "(01)19521002000112(17)260907(10)AV26219A",
        "(10)AV26219A(01)19521002000112",
        "011952100200011210AV26219A",
        "]C1011952100200011210AV26219A",
        "]d2011952100200011210AV26219A\x1d21SERIAL7",
        "\x1d011952100200011210AV26219A\x1d21SERIAL7",
        "https://id.gs1.org/01/19521002000112/10/AV26219A",
        "http://trace.example.com/any/path/01/19521002000112/10/AV26219A?linkType=all",
        "https://id.example.org/gtin/19521002000112/lot/AV26219A",
        "https://id.example.org/01/19521002000112/10/%41V26219A",
        "https://id.example.org/01/19521002000112?10=AV26219A",
        "id.gs1.org/01/19521002000112/10/AV26219A",
        "urn:epc:class:lgtin:9521002.100011.AV26219A",
        "GTIN: 19521002000112 LOT#: AV26219A",
        "gtin 19521002000112 lot av26219a",
        "GTIN-14: 1 95 21002 00011 2, Lot No. AV26219A",
        "CASE CODE: 19521002000112 + LOT: AV26219A",
        "LOT: AV26219A; GTIN: 19521002000112",
        "19521002000112,AV26219A",
        "19521002000112 , AV26219A",
        "TLC: (01)19521002000112(10)AV26219A",
        "(01)19521002000112(10)\u200bAV26219A\u00a0",
        "\uff0801\uff0919521002000112\uff0810\uff09AV26219A",
    ],
)
def test_every_style_of_the_reference_means_the_same_lot(text):
    code = parse(text)
    assert (code.gtin, code.match) == ("19521002000112", ROMAINE)
    assert code.lot.upper() == "AV26219A"
    assert code.check_digit_ok


def test_the_text_and_the_lots_case_are_kept_as_received():
    code = parse("GTIN: 19521002000112 LOT#: av26219a")
    assert (code.raw, code.lot) == ("GTIN: 19521002000112 LOT#: av26219a", "av26219a")


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("BTR415318", "BTR415318"),
        ("PLU:4632 HARVEST:May29", "PLU:4632 HARVEST:MAY29"),
        ("PFS-RX-20260810-01", "PFS-RX-20260810-01"),
        ("pfs\u2011rx\u201120260810\u201101", "PFS-RX-20260810-01"),
        ("  two   words ", "TWO WORDS"),
        ("LOT: ABC-1", "ABC-1"),
        ("Lot# abc-1", "ABC-1"),
        ("Lot code: ABC-1", "ABC-1"),
        ("Batch No. ABC-1", "ABC-1"),
        ("SKU: 77-A", "77-A"),
        ("(10)ABC-1", "ABC-1"),
        ("LOT: (10)ABC-1", "ABC-1"),
        ("LOTUS-5", "LOTUS-5"),
        ("LOT-5", "LOT-5"),
        ("LOT:", "LOT:"),
    ],
)
def test_plain_codes_match_without_their_labels(text, match):
    code = parse(text)
    assert (code.gtin, code.lot, code.match) == (None, None, match)


@pytest.mark.parametrize(
    ("sent", "padded"),
    [
        ("012345678905", "00012345678905"),
        ("9521006000029", "09521006000029"),
        ("96385074", "00000096385074"),
        ("19521002000112", "19521002000112"),
        # Eleven digits are no GTIN, but with its lost zero this one passes its check digit.
        ("12345678905", "00012345678905"),
        ("12345678906", None),
        ("4711", None),
        ("1.95210E+13", None),
        ("195210020001121", None),
    ],
)
def test_a_gtin_is_padded_to_fourteen_digits_only_where_it_is_one(sent, padded):
    assert normal_gtin(sent) == padded


def test_a_failing_check_digit_still_parses_and_is_flagged():
    code = parse("(01)19521002000113(10)AV26219A")
    assert (code.gtin, code.lot, code.check_digit_ok) == ("19521002000113", "AV26219A", False)


def test_two_gtins_with_one_lot_string_are_two_lots():
    # FDA's sample grades tomatoes into two outputs that share a lot string.
    assert parse("(01)19521002000112(10)X1").match != parse("(01)19521002000129(10)X1").match


def test_gtin_and_lot_beside_the_text_count_where_it_carries_none():
    assert parse("AV26219A", "19521002000112", "AV26219A").match == ROMAINE
    assert parse("AV26219A", "19521002000112").lot is None
    assert parse("AV26219A", None, "AV26219A").match == "AV26219A"


def test_gtin_and_lot_in_the_text_win_over_those_beside_it():
    assert parse(ROMAINE, "19521002000129", "OTHER").match == ROMAINE


def test_a_code_in_no_legal_gtin_stays_plain():
    code = parse("CASE CODE: 4711 + LOT: AV26219A")
    assert (code.gtin, code.lot, code.match) == (None, None, "4711 AV26219A")


def test_two_numbers_of_one_length_are_not_gtin_and_lot():
    # 96385074 passes as a GTIN-8, yet two eight-digit numbers are rather two lots.
    assert parse("96385074, 96385075").lot is None


def test_a_link_with_10_where_01_belongs_is_no_gtin():
    assert parse("https://id.gs1.org/10/19521002000112/10/X").gtin is None


@given(st.text(max_size=400), st.none() | st.text(max_size=30), st.none() | st.text(max_size=30))
def test_nothing_makes_it_fail(text, gtin, lot):
    code = parse(text, gtin, lot)
    assert (code.lot is None) or (code.gtin is not None and len(code.gtin) == 14)


@given(st.from_regex(r"(?:\(01\)|GTIN|LOT|UPC|TLC|urn:epc:class:lgtin:|https://|/01/|\]C1|[0-9]{12,14}|[:# ,.A-Z])*"))
def test_nothing_close_to_a_code_makes_it_fail(text):
    parse(text[:300])


@given(st.from_regex(r"[A-Z0-9]{1,3}[-./]?[A-Z0-9]{1,12}", fullmatch=True))
def test_the_match_text_matches_itself(lot):
    assert parse(parse(lot).match).match == parse(lot).match
    pair = f"(01)19521002000112(10){lot}"
    assert parse(parse(pair).match).match == parse(pair).match == pair


def test_a_megabyte_is_no_code_and_no_trouble():
    assert parse("A" * 1_000_000).gtin is None
