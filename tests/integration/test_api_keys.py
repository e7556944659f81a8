"""API keys through the API: three kinds, roles, limits, and what is shown of them."""

from datetime import timedelta

import pytest

from engine.identity import Kind, Role
from engine.identity.keys import is_well_formed
from engine.ids import new_id
from tests.accounts import ACCOUNT, START, Town, told, town

WHOAMI = f"{ACCOUNT}/whoami"


@pytest.fixture(scope="module")
def place(settings):
    with town(settings, rate_limit_per_minute=300, rate_limit_per_day=10_000,
              rate_limit_publishable_per_minute=100) as client:
        yield Town(client)


def keys(organization, *rest):
    return "/".join((ACCOUNT, "organizations", organization.id, "api-keys", *rest))


def make(browser, organization, **body):
    answer = browser.ask("POST", keys(organization), json={"name": "scale", **body})
    assert answer.status_code == 201, answer.text
    return answer.json()


def shown(key):
    return {"X-API-Key": key["key"]}


def test_a_key_is_shown_once_and_works(place, acme, owner):
    made = make(owner, acme, role="manager", description="bay 3", metadata={"site": "Salinas"})
    assert is_well_formed(made["key"]) and made["key"].startswith("csb_")
    listed, = owner.ask("GET", keys(acme)).json()["data"]
    assert listed == made | {"key": None}
    assert owner.ask("GET", keys(acme, made["id"])).json() == listed
    whoami = place.ask("GET", WHOAMI, shown(made)).json()
    assert whoami["api_key"] == {"id": made["id"], "name": "scale", "role": "manager", "hint": made["hint"],
                                 "metadata": {"site": "Salinas"}}
    assert (whoami["user_id"], whoami["organization_id"], whoami["role"]) == (None, acme.id, "manager")


def test_what_is_not_said_is_the_least(acme, owner):
    made = make(owner, acme)
    assert (made["role"], made["prefix"], made["expires_at"], made["rate_limit_per_minute"]) == (
        "readonly", "csb", None, 0)


def test_a_manager_key_makes_keys_and_an_editors_does_not(place, acme):
    for role, status in (("manager", 201), ("editor", 403), ("readonly", 403)):
        assert place.ask("POST", keys(acme), place.key(acme, Role(role)), json={"name": "x"}).status_code == status


def test_a_users_key_acts_as_its_user(place, acme, owner):
    manager = place.browser(acme, Role.MANAGER)
    made = make(manager, acme, prefix="csu", role="manager")
    assert (made["key"][:4], made["user_id"]) == ("csu_", manager.user.id)
    whoami = place.ask("GET", WHOAMI, shown(made)).json()
    assert (whoami["email"], whoami["role"], whoami["credential"]) == (manager.user.email, "manager", "user_key")
    member = next(one for one in owner.ask("GET", f"{ACCOUNT}/organizations/{acme.id}/members").json()["data"]
                  if one["user_id"] == manager.user.id)
    owner.ask("PATCH", f"{ACCOUNT}/organizations/{acme.id}/members/{member['id']}", json={"role": "billing"})
    assert place.ask("GET", "/products/api/v1/lots", shown(made)).status_code == 403


def test_an_organizations_key_makes_no_users_key(place, acme):
    answer = place.ask("POST", keys(acme), place.key(acme), json={"name": "x", "prefix": "csu"})
    assert answer.status_code == 403


def test_a_publishable_key_shows_no_record_of_trade(place, acme, owner):
    made = make(owner, acme, prefix="cpk")
    assert made["key"].startswith("cpk_")
    assert place.ask("GET", WHOAMI, shown(made)).json()["credential"] == "publishable"
    for method, path, body in (("GET", "/products/api/v1/lots", None), ("GET", keys(acme), None),
                               ("GET", "/compliance/api/v1/traceability-exports", None),
                               ("POST", "/compliance/api/v1/ctes", {"events": []}),
                               ("POST", keys(acme), {"name": "x"})):
        assert place.ask(method, path, shown(made), json=body).status_code == 403
    refused = owner.ask("POST", keys(acme), json={"name": "x", "prefix": "cpk", "role": "editor"})
    assert refused.status_code == 422


def test_a_publishable_keys_minute_is_a_hundred_requests(place, acme, owner):
    for prefix, limit in (("cpk", "100"), ("csb", "300")):
        answer = place.ask("GET", WHOAMI, shown(make(owner, acme, prefix=prefix)))
        assert answer.headers["ratelimit-policy"].startswith(f"{limit};w=60")


def test_a_keys_own_limit_counts_and_is_no_higher_than_the_deployments(place, acme, owner):
    made = make(owner, acme, rate_limit_per_minute=2, rate_limit_per_day=9)
    found = [place.ask("GET", WHOAMI, shown(made)) for _ in range(3)]
    assert [answer.status_code for answer in found] == [200, 200, 429]
    assert found[0].headers["ratelimit-policy"] == "2;w=60, 9;w=86400"
    for field, beyond in (("rate_limit_per_minute", 301), ("rate_limit_per_day", 10_001)):
        answer = owner.ask("POST", keys(acme), json={"name": "x", field: beyond})
        assert (answer.status_code, answer.json()["details"][0]["loc"]) == (422, ["body", field])
    assert owner.ask("POST", keys(acme), json={"name": "x", "prefix": "cpk",
                                               "rate_limit_per_minute": 101}).status_code == 422


def test_patch_changes_what_it_names(place, acme, owner):
    made = make(owner, acme, role="editor", expires_at="2026-12-01T00:00:00Z", metadata={"a": "1"})
    changed = owner.ask("PATCH", keys(acme, made["id"]), json={"name": "belt", "metadata": {"b": "2"}}).json()
    assert (changed["name"], changed["role"], changed["expires_at"], changed["metadata"]) == (
        "belt", "editor", "2026-12-01T00:00:00Z", {"a": "1", "b": "2"})
    freed = owner.ask("PATCH", keys(acme, made["id"]),
                      json={"expires_at": None, "role": "readonly", "metadata": None}).json()
    assert (freed["expires_at"], freed["role"], freed["metadata"]) == (None, "readonly", {})
    assert place.ask("GET", WHOAMI, shown(made)).json()["role"] == "readonly"


@pytest.mark.parametrize("body", [{"name": None}, {"role": None}, {"role": "owner"}, {"is_active": True},
                                  {"expires_at": "2026-12-01T00:00:00"}, {"description": None},
                                  {"rate_limit_per_day": None}, {"rate_limit_per_day": -1},
                                  {"key": "csb_mine"}])
def test_patch_refuses_values_out_of_shape(acme, owner, body):
    made = make(owner, acme)
    assert owner.ask("PATCH", keys(acme, made["id"]), json=body).status_code == 422


def test_a_revoked_key_is_told_from_an_unknown_one_by_nobody(place, acme, owner):
    made = make(owner, acme)
    assert owner.ask("DELETE", keys(acme, made["id"])).status_code == 204
    assert owner.ask("DELETE", keys(acme, made["id"])).status_code == 204
    answer = place.ask("GET", WHOAMI, shown(made))
    assert (answer.status_code, told(answer)) == (401, told(place.ask("GET", WHOAMI, {"X-API-Key": "csb_x"})))
    assert owner.ask("GET", keys(acme), params={"is_active": "true"}).json()["data"] == []
    assert place.actions(acme)[-3:] == ["key.created", "key.revoked", "key.revoked"]


def test_an_expired_key_is_out(place, acme, owner):
    made = make(owner, acme, expires_at=(START + timedelta(minutes=1)).isoformat())
    assert place.ask("GET", WHOAMI, shown(made)).status_code == 200
    place.clock.advance(minutes=1)
    try:
        assert place.ask("GET", WHOAMI, shown(made)).status_code == 401
    finally:
        place.clock.advance(minutes=-1)


def test_the_list_filters_sorts_and_pages(place, acme, owner):
    for name, role in (("b", "editor"), ("a", "manager"), ("c", "editor")):
        make(owner, acme, name=name, role=role)

    def names(**query):
        return [one["name"] for one in owner.ask("GET", keys(acme), params=query).json()["data"]]

    assert names(ordering="name") == ["a", "b", "c"]
    assert names(ordering="-name", role="editor") == ["c", "b"]
    assert names(ordering="name", page=2, page_size=2) == ["c"]
    assert owner.ask("GET", keys(acme), params={"ordering": "hint"}).status_code == 422


def test_keys_of_others_are_not_there(place, acme, owner):
    foreign = place.identity.api_keys.create(place.firm("Other"), Role.MANAGER, "theirs")[0]
    for method in ("GET", "PATCH", "DELETE"):
        answers = [owner.ask(method, keys(acme, key_id), json={} if method == "PATCH" else None)
                   for key_id in (foreign.id, new_id())]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert told(answers[0]) == told(answers[1])


def test_a_key_of_an_operator_may_have_more_than_the_deployments_limit(place, acme):
    headers = place.key(acme, per_minute=1_000)
    assert place.ask("GET", WHOAMI, headers).headers["ratelimit-policy"].startswith("1000;w=60")
    assert place.identity.keys(acme)[0].kind is Kind.KEY


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59-23:59"])
def test_a_key_may_expire_at_the_end_of_all_years_and_is_listed_still(owner, acme, moment):
    assert make(owner, acme, expires_at=moment)["expires_at"] == "9999-12-31T23:59:59Z"
    listed = owner.ask("GET", keys(acme))
    assert (listed.status_code, listed.json()["data"][0]["expires_at"]) == (200, "9999-12-31T23:59:59Z")
