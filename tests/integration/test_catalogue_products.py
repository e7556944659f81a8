"""Brands and products: an organization's own, unique within it, changed field by field."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.ids import new_id
from tests.catalogued import BRANDS, LOTS, PRODUCTS, door, fault, shop

GTIN = "19521003000319"


@pytest.fixture(scope="module")
def client(settings):
    with door(settings) as client:
        yield client


@pytest.fixture
def ours(client):
    return shop(client)


# Brands


def test_a_brand_is_what_was_sent(ours):
    brand = ours.made(BRANDS, name="  Prairie   Fork ", website="https://prairiefork.example", metadata={"erp": "7"})
    assert brand | {"id": "", "created": ""} == {
        "id": "", "organization_id": ours.organization.id, "name": "Prairie Fork",
        "website": "https://prairiefork.example", "description": None, "metadata": {"erp": "7"}, "created": ""}
    assert brand["created"] == "2026-08-20T12:00:00Z"
    assert ours.get(f"{BRANDS}/{brand['id']}").json() == brand


def test_a_name_is_taken_in_any_case_and_by_a_patch_too(ours):
    ours.made(BRANDS, name="Prairie Fork")
    other = ours.made(BRANDS, name="Ridge Line")
    assert ours.post(BRANDS, name="PRAIRIE fork").status_code == 409
    assert ours.patch(f"{BRANDS}/{other['id']}", name="prairie fork").status_code == 409
    assert ours.changed(f"{BRANDS}/{other['id']}", name="RIDGE LINE")["name"] == "RIDGE LINE"


def test_another_firm_may_use_the_name(client, ours):
    ours.made(BRANDS, name="Prairie Fork")
    shop(client, "Namesake").made(BRANDS, name="Prairie Fork")


def test_a_patch_leaves_what_it_does_not_name(ours):
    brand = ours.made(BRANDS, name="Prairie Fork", website="https://a.example", description="Greens")
    changed = ours.changed(f"{BRANDS}/{brand['id']}", description=None)
    assert (changed["name"], changed["website"], changed["description"]) == ("Prairie Fork", "https://a.example", None)
    assert fault(ours.patch(f"{BRANDS}/{brand['id']}", name=None)) == (422, ["body", "name"])


def test_a_brand_s_organization_is_set_once(client, ours):
    theirs = shop(client, "Other").organization.id
    brand = ours.made(BRANDS, name="Prairie Fork", organization_id=ours.organization.id)
    assert fault(ours.post(BRANDS, name="Another", organization_id=theirs)) == (422, ["body", "organization_id"])
    assert ours.patch(f"{BRANDS}/{brand['id']}", organization_id=theirs).status_code == 409


def test_a_brand_goes_once_no_product_bears_it(ours):
    brand = ours.made(BRANDS, name="Prairie Fork")
    product = ours.made(PRODUCTS, gtin=GTIN, product_name="Romaine", brand_id=brand["id"])
    assert ours.call("DELETE", f"{BRANDS}/{brand['id']}").status_code == 409
    ours.changed(f"{PRODUCTS}/{product['id']}", brand_id=None)
    assert ours.call("DELETE", f"{BRANDS}/{brand['id']}").status_code == 204
    assert ours.get(f"{BRANDS}/{brand['id']}").status_code == 404


# Metadata


def test_metadata_is_merged_key_by_key(ours):
    path = f"{BRANDS}/{ours.made(BRANDS, name='M', metadata={'a': '1', 'b': '2'})['id']}"
    assert ours.changed(path, metadata={"b": "", "c": "3"})["metadata"] == {"a": "1", "c": "3"}
    assert ours.changed(path, website="https://a.example")["metadata"] == {"a": "1", "c": "3"}
    assert ours.changed(path, metadata={})["metadata"] == {}
    ours.changed(path, metadata={"d": "4"})
    assert ours.changed(path, metadata=None)["metadata"] == {}


@pytest.mark.parametrize("metadata", [
    {str(n): "x" for n in range(51)}, {"k" * 41: "x"}, {"k": "x" * 501}, {"": "x"}, {"k": 7}, ["k"],
])
def test_metadata_has_bounds(ours, metadata):
    assert ours.post(BRANDS, name="M", metadata=metadata).status_code == 422


def test_a_patch_cannot_grow_metadata_past_its_bounds(ours):
    brand = ours.made(BRANDS, name="M", metadata={str(n): "x" for n in range(50)})
    assert ours.patch(f"{BRANDS}/{brand['id']}", metadata={"one more": "x"}).status_code == 422
    assert ours.changed(f"{BRANDS}/{brand['id']}", metadata={"0": "", "one more": "x"})["metadata"]["one more"] == "x"


# Products


@pytest.mark.parametrize(("sent", "kept"), [
    ("19521003000319", "19521003000319"), ("0614141000036", "00614141000036"), ("614141000036", "00614141000036"),
    ("6141-4100-0036", "00614141000036"), ("95200002", "00000095200002"),
])
def test_a_gtin_is_kept_in_fourteen_digits(ours, sent, kept):
    assert ours.made(PRODUCTS, gtin=sent, product_name="Romaine")["gtin"] == kept


@pytest.mark.parametrize("gtin", ["19521003000318", "123", "abcdefgh", "00000000000000", "", 19521003000319])
def test_what_is_no_gtin_is_refused(ours, gtin):
    assert fault(ours.post(PRODUCTS, gtin=gtin, product_name="Romaine")) == (422, ["body", "gtin"])


def test_a_gtin_is_unique_within_the_firm_and_never_shows_anybody_else_s(client, ours):
    theirs = shop(client, "Namesake")
    mine = ours.made(PRODUCTS, gtin=GTIN, product_name="Romaine")
    assert ours.post(PRODUCTS, gtin=GTIN, product_name="Romaine again").status_code == 409
    other = theirs.made(PRODUCTS, gtin=GTIN, product_name="Something else")
    assert [p["product_name"] for p in ours.data(PRODUCTS, gtin=GTIN)] == ["Romaine"]
    assert [p["id"] for p in theirs.data(PRODUCTS)] == [other["id"]]
    assert theirs.get(f"{PRODUCTS}/{mine['id']}").status_code == 404
    assert ours.engine.catalogue.product(theirs.organization.no, GTIN).product_name == "Something else"
    assert ours.engine.catalogue.product(ours.organization.no, "00614141000036") is None


def test_of_twenty_at_once_one_product_is_made(ours):
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda n: ours.post(PRODUCTS, gtin=GTIN, product_name=f"Romaine {n}"), range(20)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert len(ours.data(PRODUCTS)) == 1


def test_a_brand_of_another_firm_is_no_brand(client, ours):
    theirs = shop(client, "Other").made(BRANDS, name="Theirs")["id"]
    answers = [ours.post(PRODUCTS, gtin=GTIN, product_name="R", brand_id=brand) for brand in (theirs, new_id())]
    assert [fault(answer) for answer in answers] == [(422, ["body", "brand_id"])] * 2
    assert answers[0].json()["details"] == answers[1].json()["details"]


def test_a_product_keeps_its_recipe_and_says_what_of_it_is_listed(ours):
    product = ours.made(PRODUCTS, gtin=GTIN, product_name="Garden Salad", ftl_category="rte_deli_salads",
                        country_of_origin="Mexico", ftl_from="2026-01-01", ftl_until="2026-06-30",
                        recipe=[{"name": "Romaine", "ftl_category": "Leafy greens (fresh)", "gtin": "614141000036"},
                                {"name": "Vinegar", "ftl_category": "not_ftl"}])
    assert product["country_of_origin"] == "MX"
    assert product["recipe"][0] == {"name": "Romaine", "gtin": "00614141000036", "ftl_category": "leafy_greens_fresh"}
    found = ours.engine.catalogue.product(ours.organization.no, GTIN)
    june, july = (found.ftl_until, found.ftl_until.replace(month=7))
    assert (found.listed_on(june), found.listed_on(july)) == (True, None)
    assert found.listed_ingredients(june) == ("Romaine",)


def test_days_of_a_category_stand_in_order(ours):
    product = ours.made(PRODUCTS, gtin=GTIN, product_name="R", ftl_from="2026-05-01")
    assert ours.post(PRODUCTS, gtin="614141000036", product_name="R", ftl_from="2026-05-02",
                     ftl_until="2026-05-01").status_code == 422
    assert fault(ours.patch(f"{PRODUCTS}/{product['id']}", ftl_until="2026-04-30")) == (422, ["body", "ftl_until"])


@pytest.mark.parametrize("body", [{"gtin": "614141000036"}, {"organization_id": None}, {"colour": "green"}])
def test_a_gtin_is_set_once_and_unknown_fields_are_refused(ours, body):
    product = ours.made(PRODUCTS, gtin=GTIN, product_name="Romaine")
    assert ours.patch(f"{PRODUCTS}/{product['id']}", **body).status_code == 422


def test_a_product_goes_while_nothing_is_made_of_it(ours):
    product = ours.made(PRODUCTS, gtin=GTIN, product_name="Romaine")
    ours.made(LOTS, product_id=product["id"], lot_number="A1")
    assert ours.call("DELETE", f"{PRODUCTS}/{product['id']}").status_code == 409
    other = ours.made(PRODUCTS, gtin="614141000036", product_name="Unused")
    assert ours.call("DELETE", f"{PRODUCTS}/{other['id']}").status_code == 204
    assert [p["gtin"] for p in ours.data(PRODUCTS)] == [GTIN]


def test_lists_are_filtered_ordered_and_paged(ours):
    brand = ours.made(BRANDS, name="Prairie Fork")
    made = {"00614141000036": "Cos", "95200002": "Bibb", GTIN: "arugula"}
    for gtin, name in made.items():
        ours.made(PRODUCTS, gtin=gtin, product_name=name, **({"brand_id": brand["id"]} if name == "Cos" else {}))
    assert [p["product_name"] for p in ours.data(PRODUCTS, ordering="product_name")] == ["arugula", "Bibb", "Cos"]
    assert [p["product_name"] for p in ours.data(PRODUCTS, ordering="-gtin")] == ["arugula", "Cos", "Bibb"]
    assert [p["product_name"] for p in ours.data(PRODUCTS, brand_id=brand["id"])] == ["Cos"]
    assert [p["product_name"] for p in ours.data(PRODUCTS, name="IB")] == ["Bibb"]
    page = ours.get(PRODUCTS, ordering="product_name", page=2, page_size=2).json()
    assert ([p["product_name"] for p in page["data"]], page["pagination"]["total_count"]) == (["Cos"], 3)
    assert ours.data(PRODUCTS, organization_id=new_id()) == []
    assert ours.get(PRODUCTS, ordering="colour").status_code == 422


def test_a_list_comes_whole_as_csv(ours):
    ours.made(PRODUCTS, gtin=GTIN, product_name="=SUM(A1)", metadata={"a": "1"})
    answer = ours.call("GET", PRODUCTS, headers={"Accept": "text/csv"}, params={"page_size": 1})
    lines = answer.text.splitlines()
    assert (answer.status_code, len(lines)) == (200, 2)
    assert lines[0].startswith("id,organization_id,brand_id,gtin,product_name")
    assert "'=SUM(A1)" in lines[1] and '"{""a"": ""1""}"' in lines[1]


def test_changes_raise_the_revision_of_whoever_is_shared_with(client, ours):
    partner = shop(client, "Partner")
    identity = ours.engine.identity
    identity.share(ours.organization, partner.organization)
    before = [identity.trace_revision(each.organization) for each in (ours, partner)]
    ours.made(PRODUCTS, gtin=GTIN, product_name="Romaine")
    assert [identity.trace_revision(each.organization) for each in (ours, partner)] == [n + 1 for n in before]
