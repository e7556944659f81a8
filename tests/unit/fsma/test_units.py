import pytest

from engine.fsma.units import VOCABULARY, Unit, number, parse, split


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("case", "case"), ("CS", "case"), ("Cartons", "case"), ("LBS", "pound"), ("lb.", "pound"), ("LBR", "pound"),
        ("kg", "kilogram"), ("Kilo", "kilogram"), ("MT", "metric_ton"), ("tonne", "metric_ton"), ("oz", "ounce"),
        ("ea", "each"), ("field bin", "bin"), ("reusable plastic container", "rpc"), ("RPCs", "rpc"),
        ("sacks", "sack"), ("totes", "tote"), ("metric ton", "metric_ton"), ("metric_ton", "metric_ton"),
        ("DZN", "dozen"), ("GLL", "gallon"), ("liters", "litre"), ("case(s)", "case"), ("Ctn(s).", "case"),
        ("RPC's", "rpc"), ("lb(s)", "pound"),
    ],
)  # fmt: skip
def test_synonyms_of_the_vocabulary(text, unit):
    assert parse(text) == Unit(unit, known=True)


@pytest.mark.parametrize("unit", VOCABULARY)
def test_our_own_words_mean_themselves(unit):
    assert parse(unit).unit == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bin (400 lb each)", Unit("bin", True, 400, "pound")),
        ("bin (800 lb each)", Unit("bin", True, 800, "pound")),
        ("400kg Bin", Unit("bin", True, 400, "kilogram")),
        ("25 lb case", Unit("case", True, 25, "pound")),
        ("carton (12.5 lb)", Unit("case", True, 12.5, "pound")),
    ],
)
def test_a_container_with_its_content(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["crate", "reusable", "bushel (25 kg)", "short ton", "12"])
def test_unknown_units_keep_their_text(text):
    assert parse(text) == Unit(text, known=False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(24, 24), (24.0, 24), ("24", 24), ("1,200", 1200), ("12.50", 12.5), (0, 0), (-3, -3), (".5", 0.5)],
)
def test_numbers(value, expected):
    assert number(value) == expected
    assert type(number(value)) is type(expected)


@pytest.mark.parametrize(
    "value", ["abc", "1,5", "1.200,5", "", "12 34", True, None, float("nan"), float("inf"), 10**400, 1e300, [1]]
)
def test_what_is_no_number(value):
    assert number(value) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 CS", (10, "CS")),
        ("300 kg", (300, "kg")),
        ("5lb", (5, "lb")),
        ("1 400kg Bin", (1, "400kg Bin")),
        ("60 bin (400 lb each)", (60, "bin (400 lb each)")),
        ("1,200", (1200, None)),
        ("10 to 12 cases", (None, None)),
        ("24 x 12", (None, None)),
        ("24 and 6", (None, None)),
        ("10 totes", (10, "totes")),
        ("abc", (None, None)),
        ("10 20", (None, None)),
        ("1,5", (None, None)),
        ("", (None, None)),
    ],
)
def test_quantity_and_unit_in_one_cell(text, expected):
    assert split(text) == expected
