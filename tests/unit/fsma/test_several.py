import pytest

from engine.fsma.several import several


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("A1234; A1235", ("A1234", "A1235")),
        ("A1234, A1235 and A1236", ("A1234", "A1235", "A1236")),
        ("Lots: A12 & B13", ("A12", "B13")),
        ("26219008\n26219016", ("26219008", "26219016")),
        (
            "(01)19521002000112(10)A11 (01)19521002000112(10)A12",
            ("(01)19521002000112(10)A11", "(01)19521002000112(10)A12"),
        ),
        (
            "GTIN: 19521002000112 LOT: A11, A12",
            ("(01)19521002000112(10)A11", "(01)19521002000112(10)A12"),
        ),
        (
            "https://a.example/01/19521002000112/10/X1 https://a.example/01/19521002000112/10/X2",
            (
                "https://a.example/01/19521002000112/10/X1",
                "https://a.example/01/19521002000112/10/X2",
            ),
        ),
    ],
)
def test_lists_split_where_there_is_one_way_to(text, codes):
    found = several(text)
    assert (found.codes, found.kind, found.sure) == (codes, "list", True)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("AV001 to AV010", ("AV001", "AV010")),
        ("AV001 thru AV010", ("AV001", "AV010")),
        ("AV001\u2013AV010", ("AV001", "AV010")),
        ("A-100 - A-110", ("A-100", "A-110")),
        ("AV001...AV010", ("AV001", "AV010")),
    ],
)
def test_a_range_gives_its_ends_and_is_never_sure(text, ends):
    found = several(text)
    assert (found.codes, found.kind, found.sure) == (ends, "range", False)


def test_parts_with_blanks_are_several_but_not_sure():
    assert several("Lot 5, Field 3").sure is False


@pytest.mark.parametrize(
    "text",
    [
        "19521002000112,AV26219A",
        "(01)19521002000112(10)AV26219A",
        "https://id.gs1.org/01/19521002000112/10/AV26219A",
        "GTIN: 19521002000112 LOT#: AV26219A",
        "LOT: AV26219A; GTIN: 19521002000112",
        "BTR415318",
        "PLU:4632 HARVEST:May29",
        "PFS-RX-20260810-01",
        "R and D 5",
        "A1234, A1234",
        "",
        ", ;",
    ],
)
def test_one_code_is_one_code(text):
    assert several(text) is None
