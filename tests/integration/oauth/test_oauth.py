"""OAuth 2.1: a user lets a client act for them; codes and refresh tokens are used once."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.accounts import ACCOUNT, PASSWORD
from tests.oauth import BACK, asked, basic, bearer, code_for, decide, query, redeem, refresh, register

WHOAMI = f"{ACCOUNT}/whoami"


# The way of a user


def test_a_user_lets_a_client_act_for_them(place, acme, owner, public):
    page = owner.ask("GET", "/oauth/authorize", params=asked(public))
    assert page.status_code == 200
    assert "Scale Reader" in page.text and "Acme Greens" in page.text and owner.user.email in page.text
    assert "form-action 'self' https://app.example" in page.headers["content-security-policy"]
    hidden = {html.unescape(name): html.unescape(value) for name, value in
              re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.text)}
    answer = owner.ask("POST", "/oauth/authorize", data={**hidden, "decision": "allow"})
    assert query(answer)["state"] == 'x"y'
    made = redeem(place, public, query(answer)["code"])
    tokens = made.json()
    assert made.status_code == 200
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == ("Bearer", 3600, "account:read")
    whoami = place.ask("GET", WHOAMI, bearer(tokens)).json()
    assert (whoami["user_id"], whoami["credential"], whoami["scopes"], whoami["organization_id"]) == (
        owner.user.id, "token", ["account:read"], acme.id)
    assert "client.allowed" in place.actions(acme)


def test_who_is_not_signed_in_signs_in_first_and_comes_back(place, acme, public):
    answer = place.ask("GET", "/oauth/authorize", params=asked(public))
    where = urlsplit(answer.headers["location"])
    assert (answer.status_code, where.path) == (303, "/account/sign-in")
    back = parse_qs(where.query)["next"][0]
    assert back == "/oauth/authorize?" + urlencode(asked(public))
    signed_in = place.ask("POST", "/account/sign-in",
                          data={"email": place.user(acme).email, "password": PASSWORD, "next": back})
    place.client.cookies.clear()
    assert signed_in.headers["location"] == back


def test_who_denies_says_so_to_the_client(owner, public):
    assert query(decide(owner, asked(public), "deny"))["error"] == "access_denied"


def test_a_decision_needs_the_token_of_the_form(place, owner, public):
    cookie = {"Cookie": f"sessionid={owner.cookie}"}
    answer = place.ask("POST", "/oauth/authorize", cookie, data={**asked(public), "decision": "allow"})
    assert (answer.status_code, "location" in answer.headers) == (403, False)


def test_only_members_let_an_organizations_client_in(place, public):
    stranger = place.browser(place.firm("Other"))
    assert decide(stranger, asked(public)).status_code == 403


@pytest.mark.parametrize("changes", [
    {"client_id": None}, {"client_id": "2" * 22}, {"client_id": "nobody"}, {"redirect_uri": "https://evil.example/"},
    {"redirect_uri": BACK + "/more"}, {"redirect_uri": BACK + "#x"}, {"redirect_uri": 'https://é.example/"'},
    {"response_type": 'a"b'}, {"state": "x" * 5000}, {"state": "\x00"},
])
def test_a_request_that_cannot_be_trusted_redirects_nowhere(owner, public, changes):
    for answer in (owner.ask("GET", "/oauth/authorize", params=asked(public, **changes)),
                   decide(owner, asked(public, **changes))):
        assert (answer.status_code in (400, 403), "location" in answer.headers) == (True, False)


@pytest.mark.parametrize(("changes", "error"), [
    ({"code_challenge": None}, "invalid_request"),
    ({"code_challenge_method": "plain"}, "invalid_request"),
    ({"code_challenge_method": None}, "invalid_request"),
    ({"code_challenge": "short"}, "invalid_request"),
    ({"scope": "everything"}, "invalid_scope"),
    ({"response_type": "token"}, "unsupported_response_type"),
])
def test_other_faults_are_told_to_the_client(owner, public, changes, error):
    for answer in (owner.ask("GET", "/oauth/authorize", params=asked(public, **changes)),
                   decide(owner, asked(public, **changes))):
        assert (query(answer)["error"], query(answer)["state"]) == (error, 'x"y')


def test_a_parameter_given_twice_is_refused(place, owner, public):
    twice = urlencode([*asked(public).items(), ("scope", "account:read")])
    assert owner.ask("GET", f"/oauth/authorize?{twice}").status_code == 400
    form = urlencode([("grant_type", "client_credentials"), ("grant_type", "refresh_token")])
    answer = place.ask("POST", "/oauth/token", {"Content-Type": "application/x-www-form-urlencoded"}, content=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


# Codes


@pytest.mark.parametrize("changes", [{"code_verifier": "w" * 43}, {"code_verifier": None},
                                     {"redirect_uri": "https://app.example/other"}, {"code": "lgc_" + "A" * 43}])
def test_a_code_is_worth_nothing_without_what_asked_for_it(place, owner, public, changes):
    answer = redeem(place, public, **{"code": code_for(owner, public), **changes})
    assert (answer.status_code, answer.json()["error"] in ("invalid_grant", "invalid_request")) == (400, True)


def test_a_code_used_twice_ends_what_came_of_it(place, owner, public):
    code = code_for(owner, public)
    tokens = redeem(place, public, code).json()
    assert place.ask("GET", WHOAMI, bearer(tokens)).status_code == 200
    assert redeem(place, public, code).json()["error"] == "invalid_grant"
    assert place.ask("GET", WHOAMI, bearer(tokens)).status_code == 401
    assert refresh(place, public, tokens).json()["error"] == "invalid_grant"


def test_a_code_redeemed_many_times_at_once_gives_one_answer_at_most(place, owner, public):
    code = code_for(owner, public)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: redeem(place, public, code), range(4)))
    assert sum(answer.status_code == 200 for answer in answers) <= 1
    assert {answer.status_code for answer in answers} <= {200, 400}


def test_a_code_lasts_five_minutes(place, owner, public):
    code = code_for(owner, public)
    place.clock.advance(minutes=5)
    try:
        assert redeem(place, public, code).json()["error"] == "invalid_grant"
    finally:
        place.clock.advance(minutes=-5)


def test_a_code_is_for_the_client_that_asked(place, acme, owner, public):
    other = register(place, acme, confidential=False)[0]
    assert redeem(place, other, code_for(owner, public)).json()["error"] == "invalid_grant"


def test_a_confidential_client_shows_its_secret(place, acme, owner):
    client, secret = register(place, acme)
    assert redeem(place, client, code_for(owner, client)).json()["error"] == "invalid_client"
    assert redeem(place, client, code_for(owner, client), basic(client, "wrong")).status_code == 401
    assert redeem(place, client, code_for(owner, client), basic(client, secret)).status_code == 200
    assert redeem(place, client, code_for(owner, client), client_secret=secret).status_code == 200


# Refreshing


def test_a_refresh_token_turns_and_the_old_one_ends_the_family(place, owner, public):
    first = redeem(place, public, code_for(owner, public, scope="account:read epcis:read")).json()
    second = refresh(place, public, first, scope="epcis:read").json()
    assert second["scope"] == "epcis:read"
    third = refresh(place, public, second).json()
    assert third["scope"] == "account:read epcis:read"
    assert refresh(place, public, second).json()["error"] == "invalid_grant"
    assert refresh(place, public, third).json()["error"] == "invalid_grant"
    assert place.ask("GET", WHOAMI, bearer(third)).status_code == 401


def test_refreshing_asks_for_no_more_than_was_given(place, owner, public):
    tokens = redeem(place, public, code_for(owner, public)).json()
    assert refresh(place, public, tokens, scope="account:write").json()["error"] == "invalid_scope"
    assert refresh(place, public, tokens).status_code == 200


def test_a_refresh_token_is_of_its_client_and_a_month(place, acme, owner, public):
    other = register(place, acme, confidential=False)[0]
    tokens = redeem(place, public, code_for(owner, public)).json()
    assert refresh(place, other, tokens).json()["error"] == "invalid_grant"
    place.clock.advance(days=30)
    try:
        assert refresh(place, public, tokens).json()["error"] == "invalid_grant"
    finally:
        place.clock.advance(days=-30)


def test_an_access_token_lasts_an_hour(place, owner, public):
    tokens = redeem(place, public, code_for(owner, public)).json()
    for minutes, status in ((59, 200), (1, 401)):
        place.clock.advance(minutes=minutes)
        found = place.ask("GET", WHOAMI, bearer(tokens)).status_code
        assert found == status
    place.clock.advance(minutes=-60)
