"""Organizations, members and invitations, through the API."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.identity import Kind, Role
from engine.ids import new_id
from tests.accounts import ACCOUNT, PASSWORD, told

ORGANIZATIONS = f"{ACCOUNT}/organizations"


def path(organization, *rest):
    return "/".join((ORGANIZATIONS, organization.id, *rest))


def members(browser, organization, **query):
    return browser.ask("GET", path(organization, "members"), params=query).json()["data"]


# Organizations


def test_a_user_without_an_organization_founds_one_and_owns_it(place):
    jo = place.browser()
    assert jo.ask("GET", f"{ACCOUNT}/whoami").json()["organizations"] == []
    made = jo.ask("POST", ORGANIZATIONS, json={"name": " New  Farm ", "country": "US", "metadata": {"crm": "17"}})
    assert (made.status_code, made.json()["name"], made.json()["role"]) == (201, "New Farm", "owner")
    assert jo.ask("GET", f"{ORGANIZATIONS}/{made.json()['id']}").json() == made.json()
    whoami = jo.ask("GET", f"{ACCOUNT}/whoami").json()
    assert whoami["organizations"] == [{"id": made.json()["id"], "name": "New Farm"}]
    assert (whoami["user_id"], whoami["email"], whoami["api_key"], whoami["role"]) == (
        jo.user.id, jo.user.email, None, "owner")


def test_whoever_belongs_nowhere_sees_and_does_nothing(place):
    jo = place.browser()
    for wanted in ("/products/api/v1/lots", "/compliance/api/v1/traceability-exports"):
        assert jo.ask("GET", wanted).status_code == 403
    assert jo.ask("POST", "/compliance/api/v1/ctes", json={"events": [{}]}).status_code == 403


def test_a_key_founds_nothing(place, acme):
    assert place.ask("POST", ORGANIZATIONS, place.key(acme), json={"name": "Sub"}).status_code == 403


def test_patch_leaves_out_what_it_does_not_name(owner, acme):
    changed = owner.ask("PATCH", path(acme), json={"country": "MX", "metadata": {"a": "1", "b": "2"}}).json()
    assert (changed["name"], changed["country"]) == ("Acme Greens", "MX")
    again = owner.ask("PATCH", path(acme), json={"name": "Acme", "metadata": {"a": "", "c": "3"}}).json()
    assert (again["name"], again["country"], again["metadata"]) == ("Acme", "MX", {"b": "2", "c": "3"})
    assert owner.ask("PATCH", path(acme), json={"country": None, "metadata": {}}).json()["metadata"] == {}


@pytest.mark.parametrize("body", [
    {"name": ""}, {"name": "x" * 256}, {"name": None}, {"country": "usa"}, {"owner": "me"},
    {"metadata": {"k" * 41: "v"}}, {"metadata": {"k": "v" * 501}}, {"metadata": {str(n): "v" for n in range(51)}},
    {"metadata": {"k": 1}}, [],
])
def test_bodies_out_of_shape_are_422(owner, acme, body):
    answer = owner.ask("PATCH", path(acme), json=body)
    assert (answer.status_code, answer.json()["details"][0]["loc"][0]) == (422, "body")


def test_metadata_may_be_filled_to_its_bounds(owner, acme):
    full = {f"{n:02}" + "k" * 38: "v" * 500 for n in range(50)}
    assert owner.ask("PATCH", path(acme), json={"metadata": full}).json()["metadata"] == full
    assert owner.ask("PATCH", path(acme), json={"metadata": {"more": "1"}}).status_code == 422


def test_organizations_of_others_are_not_there(place, owner):
    foreign = place.firm("Other")
    for method, rest in (("GET", ()), ("PATCH", ()), ("DELETE", ()), ("GET", ("members",)), ("GET", ("api-keys",)),
                         ("GET", ("audit",)), ("GET", ("sharing-grants",)), ("GET", ("invitations",)),
                         ("GET", ("oauth-clients",))):
        answers = [owner.ask(method, "/".join((ORGANIZATIONS, org_id, *rest)), json={} if method == "PATCH" else None)
                   for org_id in (foreign.id, new_id())]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert told(answers[0]) == told(answers[1])


def test_a_user_of_two_organizations_acts_for_one_and_sees_both(place, acme, owner):
    second = place.firm("Second")
    place.identity.members.add(second, owner.user.id, Role.VIEWER)
    assert [one["name"] for one in owner.ask("GET", ORGANIZATIONS, params={"ordering": "name"}).json()["data"]] == [
        "Acme Greens", "Second"]
    assert owner.ask("GET", path(second)).json()["role"] == "viewer"
    assert owner.ask("PATCH", path(second), json={"name": "Mine"}).status_code == 403
    assert owner.ask("GET", f"{ACCOUNT}/session").json()["organization"]["id"] == acme.id
    turned = owner.ask("PATCH", f"{ACCOUNT}/session", json={"organization_id": second.id}).json()
    assert (turned["organization"]["id"], turned["role"]) == (second.id, "viewer")
    assert owner.ask("PATCH", f"{ACCOUNT}/session", json={"organization_id": place.firm().id}).status_code == 404


def test_a_closed_organization_takes_its_credentials_with_it(place, acme, owner):
    key, manager = place.key(acme), place.browser(acme, Role.MANAGER)
    assert manager.ask("DELETE", path(acme)).status_code == 403
    assert owner.ask("DELETE", path(acme)).status_code == 204
    assert owner.ask("GET", path(acme)).status_code == 404
    assert place.ask("GET", f"{ACCOUNT}/whoami", key).status_code == 401
    assert place.actions(acme)[-1] == "organization.closed"


# Members


def test_members_are_listed_filtered_and_sorted(place, acme, owner):
    place.clock.advance(seconds=1)
    editor = place.browser(acme, Role.EDITOR)
    place.clock.advance(seconds=-1)
    listed = members(owner, acme)
    assert [one["user_email"] for one in listed] == [owner.user.email, editor.user.email]
    assert (listed[1]["role"], listed[1]["role_display"], listed[1]["user_name"]) == ("editor", "Editor", "Jo Doe")
    assert [one["role"] for one in members(owner, acme, role="editor")] == ["editor"]
    assert [one["role"] for one in members(owner, acme, ordering="-role")] == ["owner", "editor"]
    assert members(owner, acme, q=editor.user.email[:12].upper())[0]["user_id"] == editor.user.id
    assert members(owner, acme, q="nobody") == []
    assert owner.ask("GET", path(acme, "members"), params={"page_size": 1, "page": 2}).json()["pagination"] == {
        "page": 2, "page_size": 1, "total_count": 2, "total_pages": 2, "has_next": False, "has_previous": True}


def test_the_last_owner_is_neither_demoted_nor_removed(place, acme, owner):
    mine, = members(owner, acme)
    for answer in (owner.ask("PATCH", path(acme, "members", mine["id"]), json={"role": "editor"}),
                   owner.ask("DELETE", path(acme, "members", mine["id"]))):
        assert (answer.status_code, answer.json()["error_code"]) == (409, "conflict")
    second = place.browser(acme)
    assert owner.ask("PATCH", path(acme, "members", mine["id"]), json={"role": "editor"}).json()["role"] == "editor"
    assert members(second, acme, role="owner")[0]["user_id"] == second.user.id


@pytest.mark.parametrize("ending", ["PATCH", "DELETE"])
def test_two_owners_who_unmake_each_other_at_once_leave_one(place, ending):
    for _ in range(3):
        firm = place.firm()
        pair = [place.browser(firm), place.browser(firm)]
        ids = {one["user_id"]: one["id"] for one in members(pair[0], firm)}

        def unmake(by, other, firm=firm, ids=ids):
            body = {"json": {"role": "viewer"}} if ending == "PATCH" else {}
            return by.ask(ending, path(firm, "members", ids[other.user.id]), **body).status_code

        with ThreadPoolExecutor(2) as pool:
            found = sorted(pool.map(unmake, pair, reversed(pair)))
        assert found in ([200, 403], [200, 409], [204, 403], [204, 404], [204, 409])
        owners, _ = place.identity.members.page(firm, Role.OWNER, None, "joined", 0, 9)
        assert len(owners) == 1


def test_a_manager_makes_and_unmakes_no_owner(place, acme, owner):
    manager, editor = place.browser(acme, Role.MANAGER), place.browser(acme, Role.EDITOR)
    ids = {one["user_id"]: one["id"] for one in members(manager, acme)}
    refused = [
        manager.ask("PATCH", path(acme, "members", ids[editor.user.id]), json={"role": "owner"}),
        manager.ask("PATCH", path(acme, "members", ids[owner.user.id]), json={"role": "viewer"}),
        manager.ask("DELETE", path(acme, "members", ids[owner.user.id])),
        manager.ask("POST", path(acme, "invitations"), json={"email": "a@example.com", "role": "owner"}),
        place.ask("POST", path(acme, "invitations"), place.key(acme), json={"email": "a@example.com", "role": "owner"}),
    ]
    assert [answer.status_code for answer in refused] == [403] * 5
    assert manager.ask("PATCH", path(acme, "members", ids[editor.user.id]), json={"role": "viewer"}).status_code == 200


def test_a_member_who_leaves_or_is_removed_is_out_at_once(place, acme, owner):
    editor = place.browser(acme, Role.EDITOR)
    of_editor = next(one["id"] for one in members(owner, acme) if one["user_id"] == editor.user.id)
    own_key = place.key(acme, Role.EDITOR, kind=Kind.USER_KEY, user_id=editor.user.id)
    assert place.ask("GET", f"{ACCOUNT}/whoami", own_key).json()["email"] == editor.user.email
    assert editor.ask("DELETE", path(acme, "members", of_editor)).status_code == 204
    assert editor.ask("GET", path(acme)).status_code == 404
    assert place.ask("GET", f"{ACCOUNT}/whoami", own_key).status_code == 401
    assert place.actions(acme)[-1] == "member.removed"


def test_a_viewer_removes_nobody_else(place, acme, owner):
    mine = members(owner, acme)[0]["id"]
    viewer = place.browser(acme, Role.VIEWER)
    assert viewer.ask("DELETE", path(acme, "members", mine)).status_code == 403


# Invitations


def invite(browser, organization, email, role="editor"):
    answer = browser.ask("POST", path(organization, "invitations"), json={"email": email, "role": role})
    assert answer.status_code == 201, answer.text
    return answer.json()


def accept(place, token, browser=None, **body):
    ask = browser.ask if browser else place.ask
    return ask("POST", f"{ACCOUNT}/invitations/accept", json={"token": token, **body})


def test_an_invited_stranger_makes_an_account_and_is_a_member(place, acme, owner):
    email = f"new.{new_id()}@example.com"
    token = invite(owner, acme, email)["token"]
    joined = accept(place, token, password=PASSWORD, name="Sam")
    assert (joined.status_code, joined.json()["role"], joined.json()["user_name"]) == (201, "editor", "Sam")
    sam = place.browser(user=place.identity.users.find_by_email(email))
    assert sam.ask("GET", path(acme)).json()["role"] == "editor"
    assert accept(place, token, password=PASSWORD).status_code == 404
    assert place.actions(acme)[-2:] == ["member.joined", "session.signed_in"]


def test_an_invited_user_signs_in_and_accepts(place, acme, owner):
    jo, other = place.browser(), place.browser()
    token = invite(owner, acme, jo.user.email.upper(), "billing")["token"]
    assert accept(place, token, password=PASSWORD).status_code == 409
    assert accept(place, token, other).status_code == 403
    assert accept(place, token, jo).json()["role"] == "billing"
    assert accept(place, invite(owner, acme, jo.user.email)["token"], jo).status_code == 409


def test_whoever_invites_does_not_learn_who_has_an_account(place, acme, owner):
    known, unknown = (accept(place, invite(owner, acme, email)["token"])
                      for email in (place.user().email, f"{new_id()}@example.com"))
    assert (known.status_code, told(known)) == (422, told(unknown))


def test_an_invitation_ends_by_time_and_by_withdrawal(place, acme, owner):
    made = invite(owner, acme, f"{new_id()}@example.com")
    assert owner.ask("DELETE", path(acme, "invitations", made["id"])).status_code == 204
    assert accept(place, made["token"], password=PASSWORD).status_code == 404
    states = owner.ask("GET", path(acme, "invitations"), params={"state": "withdrawn"}).json()["data"]
    assert [(one["id"], one["token"]) for one in states] == [(made["id"], None)]
    late = invite(owner, acme, f"{new_id()}@example.com")
    place.clock.advance(days=7)
    try:
        assert accept(place, late["token"], password=PASSWORD).status_code == 404
    finally:
        place.clock.advance(days=-7)


@pytest.mark.parametrize("token", ["", "lgi_short", "lgi_" + "A" * 43, "csb_x", "é" * 47])
def test_tokens_that_are_none_are_not_found(place, token):
    assert accept(place, token, password=PASSWORD).status_code == 404


def test_members_are_invited_at_their_own_path_as_well(place, acme, owner):
    made = owner.ask("POST", path(acme, "members"), json={"email": f"{new_id()}@example.com"})
    assert (made.status_code, made.json()["role"], made.json()["state"]) == (201, "editor", "open")


@pytest.mark.parametrize("email", ["", "x", "a@b", "a b@example.com", "a@example.com\n@x.org", "<a@example.com>"])
def test_an_address_that_is_none_is_422(owner, acme, email):
    assert owner.ask("POST", path(acme, "invitations"), json={"email": email}).status_code == 422
