"""OAuth 2.1: clients by themselves, scopes and roles, the end of tokens, registering and discovering."""

from urllib.parse import urlsplit

import pytest

from engine.identity import Role
from engine.identity.oauth.clients import GrantType
from engine.identity.roles import ALL_SCOPES
from tests.accounts import ACCOUNT, PASSWORD, told
from tests.oauth import BACK, basic, bearer, code_for, redeem, register, token

WHOAMI = f"{ACCOUNT}/whoami"


# Clients that act for themselves


def test_a_client_acts_for_itself_with_its_own_role(place, acme):
    client, secret = register(place, acme, [GrantType.CLIENT_CREDENTIALS], ["epcis:write", "products:read"])
    answer = token(place, basic(client, secret), grant_type="client_credentials")
    tokens = answer.json()
    assert (tokens["scope"], "refresh_token" in tokens) == ("epcis:write products:read", False)
    assert place.ask("GET", "/products/api/v1/lots", bearer(tokens)).status_code == 200
    # An editor captures nothing, whatever its scopes.
    refused = place.ask("POST", "/compliance/api/v1/ctes", bearer(tokens), json={"events": []})
    assert (refused.status_code, refused.json()["owner_action_required"]) == (403, True)


@pytest.mark.parametrize(("form", "error"), [
    ({"grant_type": "client_credentials", "scope": "account:write"}, "invalid_scope"),
    ({"grant_type": "client_credentials", "scope": "no:such"}, "invalid_scope"),
    ({"grant_type": "authorization_code", "code": "x"}, "unauthorized_client"),
    ({"grant_type": "password", "username": "a", "password": "b"}, "unsupported_grant_type"),
    ({"grant_type": 'a"b'}, "invalid_request"), ({"grant_type": "é"}, "invalid_request"),
    ({}, "unsupported_grant_type"),
])
def test_a_client_gets_no_more_than_it_registered_for(place, acme, form, error):
    client, secret = register(place, acme, [GrantType.CLIENT_CREDENTIALS], ["epcis:read"])
    answer = token(place, basic(client, secret), **form)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize("authorization", ["Basic", "Basic x", "Basic !!!", "Basic /w==", "Basic YTpiOmM=",
                                           "basic Og==", "Bearer x", ""])
def test_credentials_of_no_shape_are_an_invalid_client(place, authorization):
    answer = token(place, {"Authorization": authorization}, grant_type="client_credentials")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_a_body_that_is_no_form_is_told_so(place):
    answer = place.ask("POST", "/oauth/token", json={"grant_type": "client_credentials"})
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


# Scopes and roles


def test_a_missing_scope_is_challenged(place, owner, public):
    tokens = redeem(place, public, code_for(owner, public, scope="products:read")).json()
    answer = place.ask("GET", "/compliance/api/v1/traceability-exports", bearer(tokens))
    assert (answer.status_code, answer.headers["www-authenticate"]) == (
        403, 'Bearer error="insufficient_scope", scope="traceability:export"')


def test_a_token_follows_its_users_role_from_one_request_to_the_next(place, acme, public):
    jo = place.browser(acme, Role.MANAGER)
    tokens = redeem(place, public, code_for(jo, public, scope=" ".join(ALL_SCOPES))).json()
    exports = "/compliance/api/v1/traceability-exports"
    assert place.ask("GET", exports, bearer(tokens)).status_code == 200
    found, _ = place.identity.members.page(acme, None, jo.user.email, "joined", 0, 1)
    boss = place.identity.sessions.authenticate(place.browser(acme).cookie)
    place.identity.members.change_role(boss, found[0], Role.VIEWER)
    assert place.ask("GET", exports, bearer(tokens)).status_code == 403
    place.identity.members.remove(boss, place.identity.members.find(acme, found[0].id))
    assert place.ask("GET", exports, bearer(tokens)).status_code == 401


def test_a_token_makes_no_keys_and_no_clients(place, acme, owner, public):
    tokens = redeem(place, public, code_for(owner, public, scope=" ".join(ALL_SCOPES))).json()
    for kind, body in (("api-keys", {"name": "more"}), ("oauth-clients", {
            "name": "more", "grant_types": ["client_credentials"], "scopes": ["epcis:read"]})):
        answer = place.ask("POST", f"{ACCOUNT}/organizations/{acme.id}/{kind}", bearer(tokens), json=body)
        assert answer.status_code == 403


# Ending


def test_a_client_ends_its_own_tokens_and_no_others(place, acme, owner, public):
    other = register(place, acme, confidential=False)[0]
    tokens = redeem(place, public, code_for(owner, public)).json()
    for client, status in ((other, 200), (public, 401)):
        answer = place.ask("POST", "/oauth/revoke", data={"token": tokens["refresh_token"], "client_id": client.id})
        assert answer.status_code == 200
        assert place.ask("GET", WHOAMI, bearer(tokens)).status_code == status
    assert place.ask("POST", "/oauth/revoke", data={"token": "x", "client_id": public.id}).status_code == 200
    assert place.ask("POST", "/oauth/revoke", data={"token": "x", "client_id": "nobody"}).status_code == 400
    assert place.ask("POST", "/oauth/revoke", data={"client_id": public.id}).status_code == 400


def test_a_client_learns_what_its_own_token_is(place, acme, owner):
    client, secret = register(place, acme)
    stranger, strange = register(place, acme)
    tokens = redeem(place, client, code_for(owner, client), basic(client, secret)).json()
    ask = {"token": tokens["access_token"]}
    seen = place.ask("POST", "/oauth/introspect", basic(client, secret), data=ask).json()
    assert (seen["active"], seen["scope"], seen["sub"], seen["exp"] - seen["iat"]) == (
        True, "account:read", owner.user.id, 3600)
    assert place.ask("POST", "/oauth/introspect", basic(stranger, strange), data=ask).json() == {"active": False}


def test_a_revoked_client_and_its_tokens_are_out(place, acme, owner):
    client, secret = register(place, acme, [GrantType.CLIENT_CREDENTIALS], ["account:read"])
    tokens = token(place, basic(client, secret), grant_type="client_credentials").json()
    gone = owner.ask("DELETE", f"{ACCOUNT}/organizations/{acme.id}/oauth-clients/{client.id}")
    assert gone.status_code == 204
    assert place.ask("GET", WHOAMI, bearer(tokens)).status_code == 401
    assert token(place, basic(client, secret), grant_type="client_credentials").json()["error"] == "invalid_client"


def test_a_changed_password_ends_the_users_tokens(place, acme, public):
    jo = place.browser(acme)
    tokens = redeem(place, public, code_for(jo, public)).json()
    jo.ask("POST", f"{ACCOUNT}/password", json={"current_password": PASSWORD, "new_password": PASSWORD + "2"})
    answer = place.ask("GET", WHOAMI, bearer(tokens))
    assert (answer.status_code, told(answer)) == (401, told(place.ask("GET", WHOAMI)))


# Registering and discovering


def test_a_client_is_registered_through_the_api(place, acme, owner):
    clients = f"{ACCOUNT}/organizations/{acme.id}/oauth-clients"
    made = owner.ask("POST", clients, json={"name": "Native", "grant_types": ["authorization_code"],
                                            "redirect_uris": ["http://127.0.0.1/cb", "org.example.app:/cb"],
                                            "scopes": ["epcis:read"], "confidential": False})
    assert (made.status_code, made.json()["client_secret"]) == (201, None)
    client = place.identity.clients.active(made.json()["client_id"])
    # The port of a loopback address is whatever the program got.
    assert client.check_redirect_uri("http://127.0.0.1:51234/cb")
    assert not client.check_redirect_uri("http://127.0.0.1:51234/other")
    assert owner.ask("GET", f"{clients}/{client.id}").json()["scopes"] == ["epcis:read"]


@pytest.mark.parametrize("changes", [
    {"redirect_uris": []}, {"redirect_uris": ["http://app.example/cb"]}, {"redirect_uris": ["https://a.example/#x"]},
    {"redirect_uris": ["javascript:alert(1)"]}, {"redirect_uris": ["data:text/html,x"]}, {"redirect_uris": ["/cb"]},
    {"redirect_uris": ["https://"]}, {"redirect_uris": ["https://u@a.example/"]}, {"scopes": ["all"]}, {"scopes": []},
    {"grant_types": ["implicit"]}, {"role": "owner"}, {"confidential": False, "grant_types": ["client_credentials"]},
])
def test_a_client_out_of_bounds_is_422(acme, owner, changes):
    body = {"name": "x", "grant_types": ["authorization_code"], "redirect_uris": [BACK], "scopes": ["epcis:read"]}
    answer = owner.ask("POST", f"{ACCOUNT}/organizations/{acme.id}/oauth-clients", json=body | changes)
    assert answer.status_code == 422


def test_clients_discover_the_server_from_a_401(place):
    server = place.ask("GET", "/.well-known/oauth-authorization-server").json()
    resource = place.ask("GET", "/.well-known/oauth-protected-resource").json()
    assert resource["authorization_servers"] == [server["issuer"]]
    assert server["code_challenge_methods_supported"] == ["S256"]
    assert set(server["scopes_supported"]) == set(ALL_SCOPES)
    assert urlsplit(server["token_endpoint"]).path == "/oauth/token"
    assert "resource_metadata=" in place.ask("GET", WHOAMI).headers["www-authenticate"]
