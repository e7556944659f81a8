"""Small vocabularies: placeholders, phones, countries, check digits, the Food Traceability List."""

from datetime import date

import pytest

from engine.fsma import countries, ftl, gs1, phones
from engine.fsma.text import excerpt, fold, is_placeholder, says_not_applicable, tidy


@pytest.mark.parametrize(
    "text",
    ["", "  ", "n/a", "N/A", "na", "none", "Unknown", "TBD", "-", "?", "0000", "xxx", "XXXX", "not applicable",
     "n/a (Unpackaged)", "n/a (See Traceability Lot Code Source Reference)"],
)  # fmt: skip
def test_placeholders_say_nothing(text):
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["0", "000", "xx", "Nanuet", "None Such Farm", "NA-4", "A-1", "Tbdx"])
def test_words_that_only_look_like_placeholders(text):
    assert not is_placeholder(text)


def test_not_applicable_is_told_from_unknown():
    assert says_not_applicable("n/a (not cooled)")
    assert not says_not_applicable("unknown")


def test_tidy_text_can_be_stored_and_keeps_its_letters():
    assert tidy(" Señor\u00a0 José\x00\u200b Farm\ud800 ") == "Señor José Farm\ufffd"


def test_folding_ignores_case_dashes_and_width():
    assert fold("Ｐrairie\u2013Fork  “A”") == 'PRAIRIE-FORK "A"'


def test_an_excerpt_is_short_whatever_was_sent():
    assert excerpt("x" * 500) == "x" * 119 + "…"
    assert excerpt(10**5000) == "a number of more than 120 digits"
    assert (excerpt({}), excerpt([]), excerpt(None)) == ("an object", "a list", None)


@pytest.mark.parametrize("typed", ["+1 831 555 0133", "(831) 555-0133", "831.555.0133 ext. 12", "1-831-555-0133"])
def test_phone_numbers_get_an_e164_copy(typed):
    assert phones.e164(typed) == "+18315550133"


def test_a_phone_number_without_plus_is_of_the_places_country():
    assert phones.e164("664 123 4567", "MX") == "+526641234567"
    assert phones.e164("call Bob") is None


@pytest.mark.parametrize(
    ("country", "state", "expected"),
    [
        (None, "CA", "US"), (None, "California", "US"), (None, "Sonora", None), ("Mexico", "Sonora", "MX"),
        ("USA", None, "US"), ("mx", None, "MX"), ("Freedonia", None, "Freedonia"),
    ],
)  # fmt: skip
def test_countries(country, state, expected):
    assert countries.code(country, state) == expected


def test_check_digits():
    # From the GS1 worked examples.
    assert gs1.check_digit_ok("9521002000016") and gs1.check_digit_ok("19521002000112")
    assert not gs1.check_digit_ok("9521002000017")
    assert gs1.gln_ok("0614141000012") and not gs1.gln_ok("614141000012")
    assert gs1.with_check_digit("1952100200011") == "19521002000112"


def test_the_list_has_its_23_entries():
    assert len(ftl.ENTRIES) == len(ftl.BY_KEY) == 23
    assert [e.key for e in ftl.ENTRIES if e.produce] == [
        "cucumbers_fresh", "herbs_fresh", "leafy_greens_fresh", "melons_fresh", "peppers_fresh", "sprouts_fresh",
        "tomatoes_fresh", "tropical_tree_fruits_fresh",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Leafy greens (fresh)", "leafy_greens_fresh"), ("ROMAINE", "leafy_greens_fresh"),
        ("Melons (fresh)", "melons_fresh"), ("Shrimp", "crustaceans"), ("Haddock", "finfish_other"),
        ("Fruits (fresh-cut)", "fruits_fresh_cut"),
    ],
)  # fmt: skip
def test_commodities_in_words(words, key):
    assert ftl.recognise(words).key == key


@pytest.mark.parametrize("words", ["Finfish", "Carrots", "Soft cheese", "bananas", ""])
def test_words_that_leave_a_choice_are_not_guessed(words):
    assert ftl.recognise(words) is None


def test_categories():
    assert ftl.category("herbs_fresh") == "herbs_fresh"
    assert ftl.category("Herbs (fresh)") == "herbs_fresh"
    assert ftl.category("not FTL") == ftl.category("none") == ftl.category("n/a") == "not_ftl"
    assert ftl.category("carrots") is None
    assert ftl.on_list("herbs_fresh", date(2026, 8, 1))
    assert not ftl.on_list("not_ftl", date(2026, 8, 1))
