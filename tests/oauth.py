"""OAuth as a client sees it: registering, asking a user, redeeming and refreshing."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

from engine.identity import Role
from engine.identity.oauth.clients import GrantType
from engine.identity.roles import ALL_SCOPES

BACK = "https://app.example/back"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def register(place, organization, grant_types=(GrantType.AUTHORIZATION_CODE,), scopes=ALL_SCOPES, role=Role.EDITOR,
             confidential=True):
    return place.identity.clients.create(organization, "Scale Reader", list(grant_types), [BACK], list(scopes), role,
                                         confidential)


def asked(client, **changes):
    params = {"response_type": "code", "client_id": client.id, "redirect_uri": BACK, "scope": "account:read",
              "state": 'x"y', "code_challenge": CHALLENGE, "code_challenge_method": "S256", **changes}
    return {name: value for name, value in params.items() if value is not None}


def decide(browser, params, decision="allow"):
    return browser.ask("POST", "/oauth/authorize", data={**params, "decision": decision,
                                                        "csrf_token": browser.csrf})


def query(answer):
    assert answer.status_code == 302, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def code_for(browser, client, **changes):
    return query(decide(browser, asked(client, **changes)))["code"]


def token(place, headers=None, **form):
    return place.ask("POST", "/oauth/token", headers, data=form)


def redeem(place, client, code, headers=None, **changes):
    return token(place, headers, **{"grant_type": "authorization_code", "code": code, "redirect_uri": BACK,
                                    "client_id": client.id, "code_verifier": VERIFIER, **changes})


def basic(client, secret):
    return {"Authorization": "Basic " + base64.b64encode(f"{client.id}:{secret}".encode()).decode()}


def bearer(tokens):
    return {"Authorization": f"Bearer {tokens['access_token']}"}


def refresh(place, client, tokens, **form):
    return token(place, grant_type="refresh_token", client_id=client.id, refresh_token=tokens["refresh_token"], **form)
