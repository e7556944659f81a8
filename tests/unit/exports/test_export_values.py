import math
from datetime import date, datetime

import pytest

from engine.exports.values import CUT_MARK, as_date, as_number, as_text, clean, is_placeholder


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-08-07", date(2026, 8, 7)),
        ("2026-08-07T23:30:00Z", date(2026, 8, 7)),
        (datetime(2026, 8, 7, 23, 30), date(2026, 8, 7)),
        ("1900-03-01", date(1900, 3, 1)),
        ("1900-02-28", "02/28/1900"),
        ("early August", "early August"),
    ],
)
def test_dates_are_dates_where_excel_can_hold_them(value, expected):
    assert as_date(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (24, 24), (24.5, 24.5), ("24", 24), ("24.50", 24.5), ("1e3", 1000), (0, 0), (-2, -2),
        ("a dozen", "a dozen"), ("NaN", "NaN"), (math.inf, "inf"), ("1e999", "1e999"), (True, "True"),
    ],
)  # fmt: skip
def test_quantities_are_finite_numbers_or_stay_text(value, expected):
    assert as_number(value) == expected
    assert type(as_number(value)) is type(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (93901.0, "93901"), (9521003000015, "9521003000015"), (0.5, "0.5"), (["a", 2], "a; 2"),
        ({"a": 1, "b": None}, "a: 1"),
    ],
)  # fmt: skip
def test_scalars_read_as_their_recorder_would_write_them(value, expected):
    assert as_text(value) == expected


def test_control_characters_show_as_pictures():
    assert clean("A\x00B\x1fC")[0] == "A\u2400B\u241fC"
    assert clean("half a pair \ud800, a non-character \uffff")[0] == "half a pair \ufffd, a non-character \ufffd"


def test_line_breaks_and_tabs_are_no_illegal_characters():
    assert clean("a\tb\nc\r") == ("a\tb\nc\r", None)


def test_text_is_cut_at_excels_limit_counted_in_utf16_units():
    assert clean("x" * 32_767) == ("x" * 32_767, None)
    cut, note = clean("\U0001f96c" * 20_000)  # one leaf, two units
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert cut.endswith(CUT_MARK)
    assert "cut" in note


def test_a_reason_is_a_placeholder_and_a_word_in_a_sentence_is_not():
    assert is_placeholder("n/a (Unpackaged)")
    assert not is_placeholder("Unknown Farms LLC")
