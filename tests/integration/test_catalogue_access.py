"""Who gets which status at the catalogue's doors: 401, 422, 404, 403, and nothing told across firms."""

import pytest

from engine.audit import AuditFilter
from engine.ids import new_id
from tests.catalogued import BRANDS, LOCATIONS, LOTS, PRODUCTS, SERIALS, door, shop

GTIN = "19521003000319"
MALFORMED = ("keATfB8VP2gSjcnTbsMNQ", "zzzzzzzzzzzzzzzzzzzzzz", "keATfB8VP2gSjcnTbsMNQ0")
LISTS = (BRANDS, PRODUCTS, LOTS, SERIALS, LOCATIONS, f"{LOCATIONS}/near-duplicates", f"{LOCATIONS}/merges")
BODIES = {
    BRANDS: {"name": "N"}, PRODUCTS: {"gtin": "614141000036", "product_name": "P"},
    LOTS: {"gtin": GTIN, "lot_number": "NEW"}, SERIALS: {"lot_id": "2" * 22, "serial": "S"},
    LOCATIONS: {"name": "L", "street_address": "1 Elm St", "city": "Yuma"},
}


@pytest.fixture(scope="module")
def client(settings):
    with door(settings) as client:
        yield client


@pytest.fixture(scope="module")
def owner(client):
    return shop(client, "Owner")


@pytest.fixture(scope="module")
def things(owner):
    """One thing of each kind, by the path it is found under; the lot's runs beside it."""
    brand = owner.made(BRANDS, name="B")["id"]
    product = owner.made(PRODUCTS, gtin=GTIN, product_name="P")["id"]
    lot = owner.made(LOTS, gtin=GTIN, lot_number="A1")["id"]
    serial = owner.made(SERIALS, lot_id=lot, serial="S-1")["id"]
    here, there = (owner.made(LOCATIONS, name="Plant", street_address=f"{n} Mill Rd", city="Salinas")["id"]
                   for n in (1, 2))
    return {f"{BRANDS}/{{}}": brand, f"{PRODUCTS}/{{}}": product, f"{LOTS}/{{}}": lot, f"{SERIALS}/{{}}": serial,
            f"{LOCATIONS}/{{}}": here, f"{LOTS}/{{}}/runs": lot, "into": there}


def told(answer):
    body = answer.json()
    return answer.status_code, {name: body[name] for name in body if name not in ("timestamp", "request_id")}


PATHS = [f"{BRANDS}/{{}}", f"{PRODUCTS}/{{}}", f"{LOTS}/{{}}", f"{SERIALS}/{{}}", f"{LOCATIONS}/{{}}"]
REMOVABLE = (PATHS[0], PATHS[1], PATHS[4])


@pytest.mark.parametrize("path", [*LISTS, *(p.format(i) for p in PATHS for i in ("2" * 22, MALFORMED[0]))])
@pytest.mark.parametrize("headers", [{}, {"X-API-Key": "csb_nonsense"}])
def test_without_a_good_key_it_is_401_whatever_else_is_wrong(client, path, headers):
    assert client.get(path, headers=headers).status_code == 401


@pytest.mark.parametrize("path", PATHS)
def test_a_malformed_id_is_422_for_every_role_and_method(owner, path):
    for thing in MALFORMED:
        assert owner.get(path.format(thing)).status_code == 422
        assert owner.patch(path.format(thing), role="readonly").status_code == 422


@pytest.mark.parametrize("path", PATHS)
def test_unknown_and_foreign_things_look_the_same_to_every_role(client, things, path):
    stranger = shop(client, "Stranger")
    calls = [("GET", None), ("PATCH", {}), *([("DELETE", None)] if path in REMOVABLE else [])]
    for role in ("manager", "editor", "readonly"):
        for method, body in calls:
            answers = [told(stranger.call(method, path.format(thing), role, json=body))
                       for thing in (new_id(), things[path])]
            assert answers[0][0] == 404 and answers[0] == answers[1], (method, role)


@pytest.mark.parametrize("path", PATHS)
def test_a_role_too_low_is_403_and_told_to_ask_the_owner(owner, things, path):
    answer = owner.patch(path.format(things[path]), role="readonly")
    assert (answer.status_code, answer.json()["owner_action_required"]) == (403, True)
    assert owner.get(path.format(things[path])).status_code == 200


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("role", ["manager", "editor", "readonly"])
def test_every_key_reads_lists(owner, path, role):
    assert owner.get(path, role).status_code == 200


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("query", [{"page": 0}, {"page_size": 101}, {"page": "x"}, {"page": ["1", "2"]}])
def test_a_bad_page_is_422(owner, path, query):
    assert owner.get(path, **query).status_code == 422


@pytest.mark.parametrize("path", LISTS)
def test_strangers_find_nothing(client, things, path):
    assert shop(client, "Stranger").get(path).json() == {
        "data": [], "pagination": {"page": 1, "page_size": 25, "total_count": 0, "total_pages": 0, "has_next": False,
                                   "has_previous": False}}


@pytest.mark.parametrize("path", LISTS)
def test_every_list_answers_csv(owner, path):
    answer = owner.call("GET", path, headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.text.count("\r\n") >= 1


@pytest.mark.parametrize("path", BODIES)
def test_readers_make_and_import_nothing(owner, path):
    assert owner.post(path, role="readonly", **BODIES[path]).status_code == 403
    assert owner.file(path, "name\nX\n", role="readonly").status_code == 403


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("raw", [b"[]", b"7", b'"x"', b"{}", b'{"name": {}}', b"null", b'{"\\ud800": 1}'])
def test_any_json_of_another_shape_is_422(owner, path, raw):
    answer = owner.call("POST", path, content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


@pytest.mark.parametrize("path", BODIES)
def test_what_is_no_json_is_400(owner, path):
    answer = owner.call("POST", path, content=b"{", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "bad_request")


def test_readers_merge_nothing_and_allocate_nothing(owner, things):
    here = things[f"{LOCATIONS}/{{}}"]
    assert owner.post(f"{LOCATIONS}/{here}/merge", role="readonly", into=things["into"]).status_code == 403
    assert owner.post(f"{LOTS}/{things[PATHS[2]]}/runs", role="readonly", quantity=1).status_code == 403
    merge = owner.made(f"{LOCATIONS}/{here}/merge", into=things["into"])["id"]
    assert owner.post(f"{LOCATIONS}/merges/{merge}/undo", role="readonly").status_code == 403
    assert owner.post(f"{LOCATIONS}/merges/{merge}/undo").status_code == 200


def test_strangers_merge_and_undo_nothing(client, owner, things):
    stranger = shop(client, "Stranger")
    here = things[f"{LOCATIONS}/{{}}"]
    for location in (here, new_id()):
        assert stranger.post(f"{LOCATIONS}/{location}/merge", into=things["into"]).status_code == 404
    assert stranger.post(f"{LOCATIONS}/merges/{new_id()}/undo").status_code == 404


def test_what_is_done_stands_in_the_audit_log(owner, things):
    entries, _ = owner.engine.audit.page(owner.organization.no, AuditFilter(), "at", 0, 100)
    assert {"brand.created", "product.created", "lot.created", "serial.created", "location.created"} <= {
        entry.action for entry in entries}
