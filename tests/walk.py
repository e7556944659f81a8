"""Every route beside the action it needs, and one organization in which each of them finds what it asks for."""

from dataclasses import dataclass, field
from typing import Any

from engine.identity import Action, Bounds, Caller, Kind, Role
from engine.identity.oauth.clients import GrantType
from engine.identity.roles import ALL_SCOPES
from engine.ids import new_id
from tests.accounts import Town
from tests.exportable import Firm, lot
from tests.firms import capture, event

A, ORG = Action, "/account/api/v1/organizations/{org_id}"
COMPLIANCE, EPCIS = "/compliance/api/v1", "/epcis/api/2.0/traceability/lots/{lot_id}"
JOB, PLAN = COMPLIANCE + "/traceability-exports/{job_id}", COMPLIANCE + "/traceability-plan"
HOOK = "/integrations/api/v1/webhooks/endpoints"

# In an order in which nothing is gone before it is asked for. Bodies are good ones: roles are looked at last.
ROUTES: tuple[tuple[str, str, Action, Any], ...] = (
    ("GET", "/account/api/v1/whoami", A.READ_ACCOUNT, None),
    ("GET", "/account/api/v1/organizations", A.READ_ACCOUNT, None),
    ("POST", "/account/api/v1/organizations", A.CREATE_ORGANIZATION, {"name": "One more"}),
    ("GET", ORG, A.READ_ACCOUNT, None),
    ("PATCH", ORG, A.ADMINISTER, {"country": "US"}),
    ("GET", ORG + "/members", A.READ_ADMINISTRATION, None),
    ("GET", ORG + "/members/{member_id}", A.READ_ADMINISTRATION, None),
    ("POST", ORG + "/members", A.ADMINISTER, {"email": "somebody@example.com"}),
    ("PATCH", ORG + "/members/{member_id}", A.ADMINISTER, {"role": "viewer"}),
    ("GET", ORG + "/invitations", A.READ_ADMINISTRATION, None),
    ("POST", ORG + "/invitations", A.ADMINISTER, {"email": "somebody@example.com"}),
    ("DELETE", ORG + "/invitations/{invitation_id}", A.ADMINISTER, None),
    ("GET", ORG + "/api-keys", A.READ_ADMINISTRATION, None),
    ("POST", ORG + "/api-keys", A.ISSUE_CREDENTIALS, {"name": "one more"}),
    ("GET", ORG + "/api-keys/{key_id}", A.READ_ADMINISTRATION, None),
    ("PATCH", ORG + "/api-keys/{key_id}", A.ISSUE_CREDENTIALS, {"description": "changed"}),
    ("DELETE", ORG + "/api-keys/{key_id}", A.ADMINISTER, None),
    ("GET", ORG + "/oauth-clients", A.READ_ADMINISTRATION, None),
    ("POST", ORG + "/oauth-clients", A.ISSUE_CREDENTIALS,
     {"name": "one more", "grant_types": ["client_credentials"], "scopes": ["epcis:read"]}),
    ("GET", ORG + "/oauth-clients/{client_id}", A.READ_ADMINISTRATION, None),
    ("DELETE", ORG + "/oauth-clients/{client_id}", A.ADMINISTER, None),
    ("GET", ORG + "/audit", A.READ_ADMINISTRATION, None),
    ("GET", ORG + "/sharing-grants", A.READ_ADMINISTRATION, None),
    ("POST", ORG + "/sharing-grants", A.ADMINISTER, {"grantee_id": new_id()}),
    ("GET", ORG + "/sharing-grants/{grant_id}", A.READ_ADMINISTRATION, None),
    ("POST", ORG + "/sharing-grants/{grant_id}/decline", A.ADMINISTER, {}),
    ("POST", ORG + "/sharing-grants/{grant_id}/accept", A.ADMINISTER, {}),
    ("POST", ORG + "/sharing-grants/{grant_id}/revoke", A.ADMINISTER, {}),
    ("DELETE", ORG + "/members/{member_id}", A.ADMINISTER, None),
    ("GET", EPCIS + "/blast-radius", A.EXPORT, None),
    ("GET", EPCIS + "/fda-export", A.EXPORT, None),
    ("GET", COMPLIANCE + "/traceability-exports", A.EXPORT, None),
    ("GET", JOB, A.EXPORT, None),
    ("GET", JOB + "/download", A.EXPORT, None),
    ("POST", JOB + "/retry", A.EXPORT, {}),
    ("GET", COMPLIANCE + "/lots/{lot_id}/trace", A.READ, None),
    ("GET", COMPLIANCE + "/lots/{lot_id}/balance", A.READ, None),
    ("POST", COMPLIANCE + "/ctes", A.CAPTURE, {"events": [{"event_id": "walk"}]}),
    ("GET", COMPLIANCE + "/ctes/{event_id}", A.READ, None),
    ("POST", COMPLIANCE + "/ctes/{event_id}/void", A.CAPTURE, {"reason": "walked over"}),
    ("GET", COMPLIANCE + "/findings", A.READ, None),
    ("GET", COMPLIANCE + "/findings/summary", A.READ, None),
    ("GET", COMPLIANCE + "/rules", A.READ, None),
    ("GET", COMPLIANCE + "/documents", A.READ, None),
    ("GET", COMPLIANCE + "/imports", A.READ, None),
    ("GET", COMPLIANCE + "/imports/mappings", A.READ, None),
    ("GET", COMPLIANCE + "/quarantine", A.READ, None),
    ("GET", COMPLIANCE + "/records-requests", A.EXPORT, None),
    ("GET", PLAN + "/versions", A.READ, None),
    ("GET", "/products/api/v1/lots", A.READ, None),
    ("GET", "/products/api/v1/serials", A.READ, None),
    ("GET", "/products/api/v1/products", A.READ_CATALOGUE, None),
    ("GET", "/products/api/v1/products/{product_id}", A.READ_CATALOGUE, None),
    ("PATCH", "/products/api/v1/products/{product_id}", A.EDIT, {"description": "changed"}),
    ("DELETE", "/products/api/v1/products/{product_id}", A.EDIT, None),
    ("GET", "/brands/api/v1/brands", A.READ_CATALOGUE, None),
    ("GET", "/brands/api/v1/brands/{brand_id}", A.READ_CATALOGUE, None),
    ("PATCH", "/brands/api/v1/brands/{brand_id}", A.EDIT, {"description": "changed"}),
    ("DELETE", "/brands/api/v1/brands/{brand_id}", A.EDIT, None),
    ("GET", "/locations/api/v1/locations", A.READ, None),
    ("GET", "/locations/api/v1/locations/near-duplicates", A.READ, None),
    ("GET", "/locations/api/v1/locations/merges", A.READ, None),
    ("GET", HOOK, A.ADMINISTER, None),
    ("DELETE", ORG, A.DELETE_ORGANIZATION, None),
)
# Of a session itself, its user or a client: no role has to do with them.
APART = {("GET", "/account/api/v1/session"), ("PATCH", "/account/api/v1/session"),
         ("DELETE", "/account/api/v1/session"), ("POST", "/account/api/v1/password"),
         ("PATCH", "/account/api/v1/whoami"), ("GET", "/integrations/api/v1/webhooks/events")}


@dataclass(frozen=True)
class Shown:
    """One credential: what to send, and what the declaration knows of it."""

    name: str
    headers: dict[str, str]
    caller: Caller


@dataclass
class World:
    """An organization with one of everything. ids: by the names that paths have for them."""

    place: Town
    firm: Firm
    ids: dict[str, str]
    shown: list[Shown] = field(default_factory=list)

    def path(self, template: str) -> str:
        return template.format(**self.ids)

    def ask(self, shown: Shown, method: str, template: str, body: Any) -> int:
        return self.place.ask(method, self.path(template), shown.headers, json=body).status_code


def world(place: Town) -> World:
    organization = place.firm("Walked Over")
    identity = place.identity
    key = identity.api_keys.create(organization, Role.MANAGER, "walk")[1]
    made = Firm(organization, {"manager": key})
    lot_id = lot(place.engine, made)
    capture(place.engine, made, event("EV13", new_id()[:18], inputs=[], event_id="walked"))
    headers = made.headers()
    member = identity.members.add(organization, place.user().id, Role.VIEWER)
    grantor = place.firm("Grantor")
    def new(path: str, **body: Any) -> str:
        answer = place.ask("POST", path, headers, json={"organization_id": organization.id, **body})
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    ids = {
        "org_id": organization.id, "lot_id": lot_id, "member_id": member.id,
        "invitation_id": identity.invitations.create(Caller(organization, Role.OWNER, "walk"), "a@example.com",
                                                     Role.EDITOR)[0].id,
        "key_id": identity.api_keys.create(organization, Role.READONLY, "walk")[0].id,
        "client_id": identity.clients.create(organization, "walk", [GrantType.CLIENT_CREDENTIALS], [],
                                             ["epcis:read"])[0].id,
        "grant_id": identity.sharing.offer(grantor, organization.id, Bounds()).id,
        "job_id": place.ask("GET", f"/epcis/api/2.0/traceability/lots/{lot_id}/fda-export", headers).json()[
            "job_short_id"],
        "event_id": "walked",
        "product_id": new("/products/api/v1/products", gtin="19521003000319", product_name="Romaine Blend"),
        "brand_id": new("/brands/api/v1/brands", name="Walked Over"),
    }
    found = World(place, made, ids)
    found.shown = [*_keys(found), *_sessions(found), *_user_keys(found), *_tokens(found)]
    return found


def _keys(of: World) -> list[Shown]:
    """Keys of the organization, publishable ones included."""
    place, organization = of.place, of.firm.organization
    return [
        Shown(f"{kind.value} {role.value}", place.key(organization, role, kind=kind),
              Caller(organization, role, "", kind))
        for kind, role in ((Kind.KEY, Role.MANAGER), (Kind.KEY, Role.EDITOR), (Kind.KEY, Role.READONLY),
                           (Kind.PUBLISHABLE, Role.READONLY))
    ]


def _sessions(of: World) -> list[Shown]:
    """Members of every role, and somebody who is a member of nothing."""
    organization, found = of.firm.organization, []
    for role in (Role.OWNER, Role.MANAGER, Role.EDITOR, Role.BILLING, Role.VIEWER):
        browser = of.place.browser(organization, role)
        headers = {"Cookie": f"sessionid={browser.cookie}", "X-CSRF-Token": browser.csrf}
        found.append(Shown(f"session {role.value}", headers, Caller(organization, role, "", Kind.SESSION)))
    return found


def _user_keys(of: World) -> list[Shown]:
    place, organization, found = of.place, of.firm.organization, []
    for role, ceiling in ((Role.OWNER, Role.MANAGER), (Role.OWNER, Role.READONLY), (Role.BILLING, Role.MANAGER)):
        user = place.user(organization, role)
        headers = place.key(organization, ceiling, kind=Kind.USER_KEY, user_id=user.id)
        found.append(Shown(f"user_key {role.value} {ceiling.value}", headers,
                           Caller(organization, role, "", Kind.USER_KEY, user_id=user.id, ceiling=ceiling)))
    return found


def _tokens(of: World) -> list[Shown]:
    """Tokens of users and of a client itself, with all scopes, one and none that matters."""
    place, organization = of.place, of.firm.organization
    client = place.identity.clients.create(organization, "walk", [GrantType.CLIENT_CREDENTIALS], [], list(ALL_SCOPES),
                                           Role.MANAGER)[0]
    found = []
    for role, scopes in ((Role.OWNER, ALL_SCOPES), (Role.OWNER, ("products:read",)), (Role.VIEWER, ALL_SCOPES),
                         (None, ALL_SCOPES), (None, ("traceability:export", "account:read"))):
        user = place.user(organization, role).id if role else None
        raw = f"lga_{new_id()}{new_id()[:21]}"
        place.identity.tokens.keep(client, user, " ".join(scopes), raw, None, None)
        name = f"token {role.value if role else 'client'} {len(scopes)}"
        found.append(Shown(name, {"Authorization": f"Bearer {raw}"}, Caller(
            organization, role or Role.MANAGER, "", Kind.TOKEN, user_id=user, scopes=frozenset(scopes))))
    return found
