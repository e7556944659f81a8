"""Sessions: cookies, forged requests, passwords, pages to sign in; and which credential counts."""

import json
import time

import pytest

from engine.identity import Role
from engine.identity.keys import Opaque, make_key, make_token
from tests.accounts import ACCOUNT, PASSWORD, Town, told, town

SESSION, WHOAMI = f"{ACCOUNT}/session", f"{ACCOUNT}/whoami"
FDA_EXPORT = "/epcis/api/2.0/traceability/lots/{}/fda-export"
ABSENT = "keATfB8VP2gSjcnTbsMNQL"


@pytest.fixture(scope="module")
def acme(place):
    return place.firm()


def cookie_of(answer):
    return answer.headers["set-cookie"]


# Signing in


def test_the_cookie_is_for_this_site_and_no_script(place, acme):
    answer = place.ask("POST", SESSION, json={"email": place.user(acme).email, "password": PASSWORD})
    place.client.cookies.clear()
    sent = cookie_of(answer)
    assert sent.startswith("sessionid=lgs_") and "Secure" not in sent
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in sent.split(";")}


def test_over_https_the_cookie_is_secure(settings):
    with town(settings, public_url="https://trace.example") as client:
        there = Town(client)
        answer = there.ask("POST", SESSION, json={"email": there.user().email, "password": PASSWORD})
        assert "Secure" in cookie_of(answer)


def test_a_wrong_password_and_an_unknown_user_are_told_the_same(place, acme):
    user = place.user(acme)
    wrong = place.ask("POST", SESSION, json={"email": user.email, "password": PASSWORD + "!"})
    unknown = place.ask("POST", SESSION, json={"email": "nobody@example.com", "password": PASSWORD})
    assert (wrong.status_code, told(wrong)) == (401, told(unknown))
    assert "sessionid" not in wrong.headers.get("set-cookie", "")


def test_an_unknown_user_costs_as_much_time_as_a_wrong_password(place, acme):
    user = place.user(acme)

    def seconds(email):
        """Of the processor, which others on the machine do not lengthen."""
        began = time.process_time()
        place.ask("POST", SESSION, json={"email": email, "password": "not this one at all"})
        return time.process_time() - began

    took = [(seconds("nobody@example.com"), seconds(user.email)) for _ in range(5)]
    # A hash takes tens of milliseconds, everything else together less than that.
    unknown, wrong = map(min, zip(*took, strict=True))
    assert unknown > wrong / 3


def test_addresses_are_the_same_in_capitals(place, acme):
    user = place.user(acme)
    answer = place.ask("POST", SESSION, json={"email": user.email.upper(), "password": PASSWORD})
    place.client.cookies.clear()
    assert answer.status_code == 201


def test_the_log_of_the_organization_tells_who_signed_in_and_who_failed(place):
    firm = place.firm()
    jo = place.browser(firm)
    place.ask("POST", SESSION, json={"email": jo.user.email, "password": "not this one at all"})
    assert jo.ask("DELETE", SESSION).status_code == 204
    assert place.actions(firm) == ["session.signed_in", "session.failed", "session.signed_out"]


def test_attempts_count_against_the_address_whatever_comes_with_them(settings):
    with town(settings, rate_limit_anonymous_per_minute=3, queue_prefix=make_key()) as client:
        there = Town(client)
        key = there.key(there.firm())
        found = [there.ask("POST", SESSION, key, json={"email": "nobody@example.com", "password": PASSWORD}).status_code
                 for _ in range(4)]
    assert found == [401, 401, 401, 429]


def test_failed_attempts_count_against_the_user_wherever_they_come_from(settings):
    with town(settings, sign_in_failures_per_day=2, queue_prefix=make_key()) as client:
        there = Town(client)
        jo, other = there.user(there.firm()), there.user(there.firm())

        def sign_in(email, password=PASSWORD):
            answer = there.ask("POST", SESSION, json={"email": email, "password": password})
            there.client.cookies.clear()
            return answer

        assert [sign_in(jo.email).status_code for _ in range(3)] == [201] * 3  # what succeeds does not count
        assert [sign_in(jo.email, "not this one at all").status_code for _ in range(2)] == [401, 401]
        refused = sign_in(jo.email.upper())
        assert (refused.status_code, int(refused.headers["retry-after"])) == (429, 3 * 3600)  # until midnight UTC
        assert sign_in(other.email).status_code == 201
        unknown = [sign_in("nobody@example.com", "not this one at all").status_code for _ in range(3)]
        assert unknown == [401, 401, 429]
        there.clock.advance(hours=3)
        assert sign_in(jo.email).status_code == 201


# The life of a session


def test_signing_out_ends_the_session(owner):
    assert owner.ask("GET", WHOAMI).status_code == 200
    answer = owner.ask("DELETE", SESSION)
    assert (answer.status_code, "sessionid=\"\"" in cookie_of(answer)) == (204, True)
    assert owner.ask("GET", WHOAMI).status_code == 401


def test_twelve_idle_hours_end_a_session_and_use_puts_them_off(place, owner):
    moved = 0
    try:
        for hours in (11, 11, 12):
            status = owner.ask("GET", WHOAMI).status_code
            assert status == 200
            place.clock.advance(hours=hours)
            moved += hours
        assert owner.ask("GET", WHOAMI).status_code == 401
    finally:
        place.clock.advance(hours=-moved)


def test_no_session_outlives_a_week(place, owner):
    try:
        for _ in range(16):
            assert owner.ask("GET", WHOAMI).status_code == 200
            place.clock.advance(hours=10)
        place.clock.advance(hours=8)
        assert owner.ask("GET", WHOAMI).status_code == 401
    finally:
        place.clock.advance(hours=-168)


def test_each_sign_in_is_a_session_of_its_own(place, acme, owner):
    again = place.browser(user=owner.user)
    assert again.cookie != owner.cookie
    owner.ask("DELETE", SESSION)
    assert again.ask("GET", WHOAMI).status_code == 200


# Requests that other sites forge


@pytest.mark.parametrize("headers", [{"X-CSRF-Token": ""}, {"X-CSRF-Token": "A" * 43}, {"X-CSRF-Token": b"\xe9"}])
def test_an_unsafe_request_needs_the_token_of_its_session(place, owner, headers):
    for method in ("POST", "PATCH", "DELETE"):
        assert owner.ask(method, SESSION if method != "POST" else f"{ACCOUNT}/organizations",
                         headers, json={}).status_code == 403
    other = place.browser()
    assert owner.ask("DELETE", SESSION, {"X-CSRF-Token": other.csrf}).status_code == 403
    assert owner.ask("GET", WHOAMI, headers).status_code == 200


def test_a_session_without_any_token_is_refused_and_keys_need_none(place, acme, owner):
    bare = place.ask("POST", "/compliance/api/v1/ctes", {"Cookie": f"sessionid={owner.cookie}"}, json={"events": []})
    assert bare.status_code == 403
    assert place.ask("POST", "/compliance/api/v1/ctes", place.key(acme), json={"events": []}).status_code == 422


@pytest.mark.parametrize("path", [FDA_EXPORT.format(ABSENT),
                                  f"/compliance/api/v1/traceability-exports/{ABSENT}/download",
                                  f"/compliance/api/v1/records-requests/{ABSENT}/download"])
@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-origin", 404), ("none", 404)])
def test_another_site_cannot_have_a_browser_ask_for_an_export(owner, path, site, status):
    assert owner.ask("GET", path, {"Sec-Fetch-Site": site}).status_code == status


@pytest.mark.parametrize("sent", [
    {"data": {"a": "b"}}, {"files": {"file": ("a.csv", b"a,b", "text/csv")}}, {"content": b"\xff"},
    {"content": b"a=%00&csrf_token=", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
])
def test_a_form_without_the_token_is_refused_whatever_it_holds(place, owner, sent):
    headers = {"Cookie": f"sessionid={owner.cookie}", **sent.get("headers", {})}
    body = {name: value for name, value in sent.items() if name != "headers"}
    for path in ("/compliance/api/v1/imports", "/compliance/api/v1/ctes", "/account/sign-out", f"{ACCOUNT}/password"):
        assert place.ask("POST", path, headers, **body).status_code == 403


def test_a_form_with_the_token_still_reaches_its_route(owner, place):
    headers = {"Cookie": f"sessionid={owner.cookie}"}
    found = [place.ask("POST", path, headers, data={"csrf_token": owner.csrf}).status_code
             for path in ("/compliance/api/v1/ctes", f"{ACCOUNT}/organizations")]
    assert found == [415, 422]


def test_a_key_may_come_from_anywhere(place, acme):
    headers = place.key(acme) | {"Sec-Fetch-Site": "cross-site"}
    assert place.ask("GET", FDA_EXPORT.format(ABSENT), headers).status_code == 404


def test_looking_ahead_asks_for_nothing(owner):
    answer = owner.ask("GET", FDA_EXPORT.format(ABSENT), {"Sec-Purpose": "prefetch;prerender"})
    assert (answer.status_code, answer.content) == (204, b"")


def test_another_site_cannot_sign_a_browser_in(place, acme):
    body = {"email": place.user(acme).email, "password": PASSWORD}
    assert place.ask("POST", SESSION, {"Sec-Fetch-Site": "cross-site"}, json=body).status_code == 403
    assert place.ask("POST", "/account/sign-in", {"Sec-Fetch-Site": "cross-site"}, data=body).status_code == 403


# Which credential counts


def shown(place, acme, owner):
    key = place.key(acme)["X-API-Key"]
    bad = {"key": make_key(), "bearer": f"Bearer {make_token(Opaque.ACCESS)}", "cookie": make_token(Opaque.SESSION)}
    return key, owner.cookie, bad


def test_a_credential_that_fails_never_falls_through(place, acme, owner):
    key, cookie, bad = shown(place, acme, owner)
    for headers in (
        {"X-API-Key": bad["key"], "Authorization": bad["bearer"], "Cookie": f"sessionid={cookie}"},
        {"X-API-Key": "", "Cookie": f"sessionid={cookie}"},
        {"Authorization": bad["bearer"], "Cookie": f"sessionid={cookie}"},
        {"Authorization": "", "Cookie": f"sessionid={cookie}"},
        {"Authorization": f"Basic {key}", "Cookie": f"sessionid={cookie}"},
        {"Authorization": f"Bearer {key}"},
        {"Authorization": f"Bearer {cookie}"},
        {"Cookie": f"sessionid={bad['cookie']}"},
        {"Cookie": "sessionid="},
        {"Cookie": f"sessionid={key}"},
        {},
    ):
        answer = place.ask("GET", WHOAMI, headers)
        assert (answer.status_code, told(answer)) == (401, told(place.ask("GET", WHOAMI))), headers


def test_the_key_comes_before_the_cookie(place, acme, owner):
    key, cookie, bad = shown(place, acme, owner)
    both = place.ask("GET", WHOAMI, {"X-API-Key": key, "Cookie": f"sessionid={cookie}"}).json()
    assert (both["credential"], both["user_id"]) == ("key", None)


@pytest.mark.parametrize("name", ["api_key", "key", "access_token", "token", "sessionid"])
def test_nothing_in_a_query_string_is_a_credential(place, acme, name):
    key = place.key(acme)["X-API-Key"]
    assert place.ask("GET", WHOAMI, params={name: key}).status_code == 401


# Passwords


def test_a_changed_password_ends_every_other_session(place, owner):
    again = place.browser(user=owner.user)
    body = {"current_password": PASSWORD, "new_password": PASSWORD + " 2"}
    assert owner.ask("POST", f"{ACCOUNT}/password", json=body).status_code == 204
    assert [one.ask("GET", WHOAMI).status_code for one in (owner, again)] == [200, 401]
    old, new = (place.ask("POST", SESSION, json={"email": owner.user.email, "password": word}).status_code
                for word in (PASSWORD, PASSWORD + " 2"))
    place.client.cookies.clear()
    assert (old, new) == (401, 201)


def test_who_does_not_know_the_password_does_not_change_it(owner):
    body = {"current_password": "not this one at all", "new_password": PASSWORD + " 2"}
    assert owner.ask("POST", f"{ACCOUNT}/password", json=body).status_code == 401


@pytest.mark.parametrize("password", ["", "elevenchars", "x" * 257])
def test_poor_passwords_are_422(place, owner, password):
    body = {"current_password": PASSWORD, "new_password": password}
    answer = owner.ask("POST", f"{ACCOUNT}/password", json=body)
    assert (answer.status_code, answer.json()["details"][0]["loc"]) == (422, ["body", "new_password"])


def test_a_key_has_no_password(place, acme):
    body = {"current_password": PASSWORD, "new_password": PASSWORD}
    assert place.ask("POST", f"{ACCOUNT}/password", place.key(acme), json=body).status_code == 403


def test_a_reset_works_once_and_within_the_hour(place, owner):
    users = place.identity.users

    def reset(token, password=PASSWORD + " 3"):
        return place.ask("POST", f"{ACCOUNT}/password/reset", json={"token": token, "password": password}).status_code

    first, second = users.begin_reset(owner.user.email), users.begin_reset(owner.user.email)
    assert [reset(first), reset(second), reset(second), reset("x")] == [401, 204, 401, 401]
    assert owner.ask("GET", WHOAMI).status_code == 401
    late = users.begin_reset(owner.user.email)
    place.clock.advance(hours=1)
    try:
        assert reset(late) == 401
    finally:
        place.clock.advance(hours=-1)


# Pages


def test_the_page_signs_in_and_leads_on(place, acme):
    form = place.ask("GET", "/account/sign-in", params={"next": '/compliance/?q="><script>'})
    assert (form.status_code, "<script>" in form.text) == (200, False)
    assert "default-src 'none'" in form.headers["content-security-policy"]
    user = place.user(acme)
    answer = place.ask("POST", "/account/sign-in", data={"email": user.email, "password": PASSWORD, "next": "/docs"})
    place.client.cookies.clear()
    assert (answer.status_code, answer.headers["location"]) == (303, "/docs")
    assert "sessionid=lgs_" in cookie_of(answer)


def test_a_failed_sign_in_shows_the_form_again_without_the_password(place):
    answer = place.ask("POST", "/account/sign-in", data={"email": "<b>@example.com", "password": "the wrong password"})
    assert (answer.status_code, "the wrong password" in answer.text, "<b>" in answer.text) == (401, False, False)


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x",
                                       "/ok\r\nSet-Cookie: a=b", ""])
def test_signing_in_leads_to_no_other_site(place, acme, elsewhere):
    user = place.user(acme)
    answer = place.ask("POST", "/account/sign-in", data={"email": user.email, "password": PASSWORD, "next": elsewhere})
    place.client.cookies.clear()
    assert answer.headers["location"] == "/compliance/"


def test_a_form_carries_its_token_as_a_field(place, acme):
    jo = place.browser(acme, Role.VIEWER)
    headers = {"Cookie": f"sessionid={jo.cookie}"}
    assert place.ask("POST", "/account/sign-out", headers, data={"csrf_token": "wrong"}).status_code == 403
    answer = place.ask("POST", "/account/sign-out", headers, data={"csrf_token": jo.csrf})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/sign-in")
    assert jo.ask("GET", WHOAMI).status_code == 401


def test_a_session_says_when_it_ends(owner):
    told_of = owner.ask("GET", SESSION).json()
    assert (told_of["csrf_token"], told_of["email"]) == (owner.csrf, owner.user.email)
    assert json.dumps(told_of).count("lgs_") == 0
    assert (told_of["signed_in_at"], told_of["expires_at"]) == ("2026-11-03T21:00:00Z", "2026-11-04T09:00:00Z")
