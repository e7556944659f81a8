"""Every kind of secret of an organization, made and shown to the API in right and wrong places."""

import base64
import hashlib
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from engine.identity import Kind, Role
from engine.identity.oauth.clients import GrantType
from engine.ids import new_id
from tests.accounts import ACCOUNT, Town

BACK = "https://app.example/back"


@dataclass
class Secrets:
    """raw: secrets by name. answers: bodies of whatever failed, where none may stand."""

    raw: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)


def use_every_secret(place: Town, organization) -> Secrets:
    secrets = Secrets({"password": f"password {new_id()}"})
    jo = place.browser(organization)
    secrets.raw |= {"session": jo.cookie, "csrf": jo.csrf}
    org = f"{ACCOUNT}/organizations/{organization.id}"
    change = {"current_password": "wrong " + secrets.raw["password"], "new_password": secrets.raw["password"]}
    secrets.answers.append(jo.ask("POST", f"{ACCOUNT}/password", json=change).text)
    for kind, role in ((Kind.KEY, Role.MANAGER), (Kind.USER_KEY, Role.MANAGER), (Kind.PUBLISHABLE, Role.READONLY)):
        secrets.raw[kind] = place.identity.api_keys.create(organization, role, "x", kind=kind, user_id=jo.user.id)[1]
    invited = jo.ask("POST", f"{org}/invitations", json={"email": f"{new_id()}@example.com"}).json()
    secrets.raw["invitation"] = invited["token"]
    accept = {"token": invited["token"], "password": secrets.raw["password"]}
    assert place.ask("POST", f"{ACCOUNT}/invitations/accept", json=accept).status_code == 201
    secrets.answers.append(place.ask("POST", f"{ACCOUNT}/invitations/accept", json=accept).text)
    secrets.raw["reset"] = place.identity.users.begin_reset(invited["user_email"])
    _authorize(place, jo, organization, secrets)
    _show_badly(place, secrets)
    return secrets


def _authorize(place: Town, jo, organization, secrets: Secrets) -> None:
    client, secret = place.identity.clients.create(organization, "x", [GrantType.AUTHORIZATION_CODE], [BACK],
                                                   ["account:read"])
    verifier = "v" * 21 + new_id()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {"response_type": "code", "client_id": client.id, "redirect_uri": BACK, "code_challenge": challenge,
             "code_challenge_method": "S256", "decision": "allow", "csrf_token": jo.csrf}
    answer = jo.ask("POST", "/oauth/authorize", data=asked)
    code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": verifier,
            "client_id": client.id, "client_secret": secret}
    tokens = place.ask("POST", "/oauth/token", data=form).json()
    secrets.raw |= {"client_secret": secret, "code": code, "verifier": verifier, "access": tokens["access_token"],
                    "refresh": tokens["refresh_token"]}
    place.ask("GET", f"{ACCOUNT}/whoami", {"Authorization": f"Bearer {tokens['access_token']}"})
    secrets.answers.append(place.ask("POST", "/oauth/token", data=form).text)


def _show_badly(place: Town, secrets: Secrets) -> None:
    """Each secret as a key, token, cookie, id, query, body and path; what comes back and what is logged shows none."""
    key = {"X-API-Key": secrets.raw[Kind.KEY]}
    for raw in list(secrets.raw.values()):
        shown = raw + "x"
        # An unknown member is told by its name, unless that has the shape of a secret of ours.
        named = {raw: raw} if raw[3:4] == "_" else {}
        secrets.answers += [answer.text for answer in (
            place.ask("GET", f"{ACCOUNT}/whoami", {"X-API-Key": shown}),
            place.ask("GET", f"{ACCOUNT}/whoami", {"Authorization": f"Bearer {shown}"}),
            place.ask("GET", f"{ACCOUNT}/whoami", {"Cookie": f"sessionid={shown}"}),
            place.ask("GET", f"{ACCOUNT}/organizations/{raw}", key),
            place.ask("GET", "/products/api/v1/lots", key, params={"ordering": raw, "page": raw}),
            place.ask("POST", f"{ACCOUNT}/session", json={"email": raw, "password": raw}),
            place.ask("POST", f"{ACCOUNT}/session", json={"email": raw, "password": raw, **named, "x": 1}),
            place.ask("POST", "/oauth/token", data={"grant_type": "refresh_token", "refresh_token": shown}),
            place.ask("POST", "/oauth/revoke", data={"token": raw, "client_id": "nobody"}),
            place.ask("POST", f"{ACCOUNT}/password/reset", json={"token": shown, "password": "x"}),
        )]
    place.client.cookies.clear()
