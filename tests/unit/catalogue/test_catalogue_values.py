"""Values as the catalogue takes them, and files as rows of forms."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from engine.catalogue.books import Fault, refuse, repeated
from engine.catalogue.entries import LotFacts, Product
from engine.catalogue.forms import BrandPatch, LocationIn, LotIn, LotPatch, LotStatus, ProductIn
from engine.catalogue.forms import given as named
from engine.catalogue.importing import Imports
from engine.catalogue.lots import _Wanted
from engine.catalogue.values import Gtin, Set82, metadata
from engine.errors import Conflict, Impossible, Invalid, TooLarge, UnsupportedMedia
from engine.fsma import tlc
from engine.limits import Limits

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def test_set_82_has_82_characters_and_no_other_will_do():
    assert len(set(SET_82)) == 82
    allowed = {chr(n) for n in range(0x250) if _is_serial(chr(n))}
    assert allowed == set(SET_82)


def _is_serial(text):
    try:
        TypeAdapter(Set82).validate_python(text)
    except ValidationError:
        return False
    return text == text.strip()


@given(st.text(alphabet=SET_82, min_size=1, max_size=20))
def test_a_lot_number_survives_the_way_to_the_key_of_the_trace(number):
    wanted = _Wanted.of("19521003000319", number)
    code = tlc.parse("", "19521003000319", number)
    assert (wanted.key, wanted.number) == (f"(01)19521003000319(10){number.upper()}", number)
    assert code.match == wanted.key


@pytest.mark.parametrize("text", ["", "0", "12345678901234567", "1952100300031", "00000000000000", "95210030003190"])
def test_what_is_no_gtin_is_refused(text):
    with pytest.raises(ValidationError):
        TypeAdapter(Gtin).validate_python(text)


def test_text_is_tidied_and_blank_text_is_none():
    place = LocationIn(name=" A\tB\x00 ", street_address="  ", city="Sa\u200blinas")
    assert (place.name, place.street_address, place.city) == ("A B", None, "Salinas")
    with pytest.raises(ValidationError):
        LocationIn(name=" \u200b ")


def test_countries_and_glns_are_put_into_their_one_form():
    place = LocationIn(name="A", country="united states", gln="952 1003-000015")
    assert (place.country, place.gln) == ("US", "9521003000015")


def test_a_list_may_come_as_words_parted_by_semicolons():
    assert LocationIn(name="A", location_types="farm; cooler ;").location_types == ["farm", "cooler"]


def test_a_category_is_named_as_the_list_names_it():
    for words in ("Leafy greens (fresh)", "leafy_greens_fresh", "LEAFY GREENS (FRESH)"):
        assert ProductIn(gtin="614141000036", product_name="A", ftl_category=words).ftl_category == "leafy_greens_fresh"
    with pytest.raises(ValidationError):
        ProductIn(gtin="614141000036", product_name="A", ftl_category="greens of some kind")


@pytest.mark.parametrize("quantity", [-1, float("nan"), float("inf"), 1e16, "many"])
def test_a_quantity_is_a_number_from_zero(quantity):
    with pytest.raises(ValidationError):
        LotPatch(quantity=quantity)


@pytest.mark.parametrize("body", [{"status": None}, {"lot_number": None}, {"status": "sold"}, {"expiry_date": "soon"}])
def test_what_always_holds_something_cannot_be_cleared(body):
    with pytest.raises(ValidationError):
        LotPatch(**body)


def test_a_patch_knows_what_it_names():
    assert dict(named(BrandPatch(website=None))) == {"website": None}
    assert dict(named(BrandPatch())) == {}


def test_a_lot_without_product_or_code_is_refused():
    with pytest.raises(ValidationError):
        LotIn(lot_number="A1")
    assert LotIn(traceability_lot_code="(01)19521003000319(10)A1").status is LotStatus.ACTIVE


# Metadata


def test_metadata_merges_and_clears():
    assert metadata({"a": "1", "b": "2"}, {"b": "", "c": " 3 "}) == '{"a": "1", "c": "3"}'
    assert metadata({"a": "1"}, {}) == metadata({"a": "1"}, None) == "{}"


# Facts


def product(**words):
    row = {"id": "p", "gtin": "19521003000319", "product_name": "P", "metadata": "{}", "created_at": 0}
    return Product.of(row | words, None, "o")


def test_a_category_holds_between_its_days():
    found = product(ftl_category="leafy_greens_fresh", ftl_from=20_454, ftl_until=20_463)  # 1 to 10 January 2026
    listed = [found.listed_on(date(2026, 1, day)) for day in (1, 10, 11)] + [found.listed_on(date(2025, 12, 31))]
    assert listed == [True, True, None, None]
    assert product(ftl_category="not_ftl").listed_on(date(2026, 1, 1)) is False
    assert product().listed_on(date(2026, 1, 1)) is None


def test_of_a_recipe_only_listed_ingredients_count():
    recipe = ('[{"name": "Cos", "ftl_category": "leafy_greens_fresh"}, {"name": "Oil", "ftl_category": "not_ftl"}, '
              '{"name": "Salt"}]')
    assert product(recipe=recipe).listed_ingredients(date(2026, 1, 1)) == ("Cos",)
    assert product().listed_ingredients(date(2026, 1, 1)) == ()


def test_a_lot_of_which_the_catalogue_says_nothing_is_active_and_unprinted():
    assert (LotFacts.of(None).status, LotFacts.of(None).label_print_count) == (LotStatus.ACTIVE, 0)


# Rows


def test_the_second_of_two_equal_rows_is_at_fault_and_both_where_the_key_is_taken():
    assert [f.row for f in repeated(["a", "b", "a"], set(), "name", "taken")] == [2]
    assert [f.row for f in repeated(["a", "b", "a"], {"a"}, "name", "taken")] == [0, 2]


def test_one_row_is_refused_as_its_fault_says():
    refuse([])
    with pytest.raises(Conflict):
        refuse([Fault(0, "name", "taken")])
    with pytest.raises(Invalid) as refused:
        refuse([Fault(0, "brand_id", "no such brand", "brand")])
    assert refused.value.details == [{"loc": ["body", "brand_id"], "msg": "no such brand", "type": "brand"}]


def lines(raw, **limits):
    return [(line.number, line.values) for line in Imports(None, Limits(**limits))._lines(raw)]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows():
    assert lines(b"\xef\xbb\xbfname\r\n\r\nA\r\n,,\r\nB\r\n") == [(1, ["name"]), (3, ["A"]), (5, ["B"])]


def test_text_of_windows_is_read():
    assert lines("name\nCafé\n".encode("cp1252"))[1] == (2, ["Café"])


@pytest.mark.parametrize(("raw", "error"), [
    (b"", Impossible), (b"name\n", Impossible), (b"PK\x03\x04", Impossible), (b"%PDF", UnsupportedMedia),
    (b"name\n" + b"A\n" * 4, TooLarge),
])
def test_what_cannot_be_read_is_refused(raw, error):
    with pytest.raises(error):
        lines(raw, catalogue_rows=3)
