"""API keys and OAuth clients of an organization."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.account.key_schemas import KINDS, ClientIn, ClientOut, KeyIn, KeyOut, KeyPatch, KeyRole
from api.account.within import ORGANIZATION, person, within
from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, ShortId, ordering, secured_router
from api.problems import problems
from engine.assembly import Engine
from engine.identity import Action, Kind, Role
from engine.identity.api_keys import ORDERINGS, KeyChanges
from engine.identity.fields import invalid
from engine.identity.oauth.clients import GrantType

_keys = secured_router(f"{ORGANIZATION}/api-keys", "API keys")
_clients = secured_router(f"{ORGANIZATION}/oauth-clients", "OAuth clients")
_NO_STORE = {"Cache-Control": "no-store"}


@_keys.get("", response_model=Paged[KeyOut], responses=problems(401, 403, 404, 422, 429, 503))
def keys(
    org_id: ShortId, caller: Caller, engine: EngineDep, page: PageDep,
    order: Annotated[str, ordering(*ORDERINGS, default="-created")],
    role: Annotated[KeyRole | None, Query(description="Keys of this role.")] = None,
    is_active: Annotated[bool | None, Query(description="Keys that are, or are not, revoked.")] = None,
) -> Paged[KeyOut]:
    """Keys, newest first, revoked ones included."""
    acting = within(engine, caller, org_id)
    acting.require(Action.READ_ADMINISTRATION)
    found, total = engine.identity.api_keys.page(acting.organization, Role(role) if role else None, is_active, order,
                                                 page.skip, page.size)
    return Paged[KeyOut](data=[KeyOut.of(one) for one in found], pagination=Pagination.of(page, total))


@_keys.post("", status_code=201, response_model=KeyOut, responses=problems(400, 401, 403, 404, 409, 422, 429, 503))
def create_key(org_id: ShortId, body: KeyIn, caller: Caller, engine: EngineDep, response: Response) -> KeyOut:
    """Make a key. It is in this answer and can never be shown again."""
    acting = within(engine, caller, org_id)
    acting.require(Action.ISSUE_CREDENTIALS)
    kind = KINDS[body.prefix]
    _bounded(engine, kind, body.rate_limit_per_minute, body.rate_limit_per_day)
    key, raw = engine.identity.api_keys.create(
        acting.organization, Role(body.role), body.name, body.expires_at, kind,
        person(acting) if kind is Kind.USER_KEY else None, body.description, body.metadata,
        body.rate_limit_per_minute, body.rate_limit_per_day)
    engine.audit.record(acting.organization.no, acting.actor, "key.created", key.id,
                        {"role": key.role, "kind": body.prefix, "name": key.name})
    response.headers.update(_NO_STORE)
    return KeyOut.of(key, raw)


@_keys.get("/{key_id}", response_model=KeyOut, responses=problems(401, 403, 404, 422, 429, 503))
def key(org_id: ShortId, key_id: ShortId, caller: Caller, engine: EngineDep) -> KeyOut:
    """One key, without the key itself."""
    acting = within(engine, caller, org_id)
    found = engine.identity.api_keys.find(acting.organization, key_id)
    acting.require(Action.READ_ADMINISTRATION)
    return KeyOut.of(found)


@_keys.patch("/{key_id}", response_model=KeyOut, responses=problems(400, 401, 403, 404, 422, 429, 503))
def change_key(org_id: ShortId, key_id: ShortId, body: KeyPatch, caller: Caller, engine: EngineDep) -> KeyOut:
    """Change what is told of a key and what it may do; members that are left out stay."""
    acting, given = within(engine, caller, org_id), body.given()
    before = engine.identity.api_keys.find(acting.organization, key_id)
    acting.require(Action.ISSUE_CREDENTIALS)
    _bounded(engine, before.kind, body.rate_limit_per_minute, body.rate_limit_per_day)
    changed = engine.identity.api_keys.change(acting.organization, key_id, KeyChanges(
        given.get("name"), given.get("description"), Role(given["role"]) if "role" in given else None,
        given.get("rate_limit_per_minute"), given.get("rate_limit_per_day"), given.get("expires_at"),
        "expires_at" in given and given["expires_at"] is None, given.get("metadata"),
        "metadata" in given and not given["metadata"]))
    engine.audit.record(acting.organization.no, acting.actor, "key.changed", key_id, {"fields": sorted(given)})
    return KeyOut.of(changed)


@_keys.delete("/{key_id}", status_code=204, response_class=Response,
              responses=problems(401, 403, 404, 422, 429, 503))
def revoke_key(org_id: ShortId, key_id: ShortId, caller: Caller, engine: EngineDep) -> Response:
    """Revoke a key; it works no more from now on and stays in the list."""
    acting = within(engine, caller, org_id)
    engine.identity.api_keys.find(acting.organization, key_id)
    acting.require(Action.ADMINISTER)
    engine.identity.api_keys.revoke(key_id)
    engine.audit.record(acting.organization.no, acting.actor, "key.revoked", key_id)
    return Response(status_code=204)


@_clients.get("", response_model=Paged[ClientOut], responses=problems(401, 403, 404, 422, 429, 503))
def clients(
    org_id: ShortId, caller: Caller, engine: EngineDep, page: PageDep,
    order: Annotated[str, ordering("created", default="-created")],
) -> Paged[ClientOut]:
    """OAuth clients, newest first, revoked ones included."""
    acting = within(engine, caller, org_id)
    acting.require(Action.READ_ADMINISTRATION)
    found = engine.identity.clients.all(acting.organization)
    if order == "created":
        found.reverse()
    return Paged[ClientOut](data=[ClientOut.of(one) for one in found[page.skip:page.skip + page.size]],
                            pagination=Pagination.of(page, len(found)))


@_clients.post("", status_code=201, response_model=ClientOut,
               responses=problems(400, 401, 403, 404, 409, 422, 429, 503))
def create_client(org_id: ShortId, body: ClientIn, caller: Caller, engine: EngineDep,
                  response: Response) -> ClientOut:
    """Register a client. Its secret is in this answer and can never be shown again."""
    acting = within(engine, caller, org_id)
    acting.require(Action.ISSUE_CREDENTIALS)
    client, secret = engine.identity.clients.create(
        acting.organization, body.name, [GrantType(each) for each in body.grant_types], body.redirect_uris,
        body.scopes, Role(body.role), body.confidential)
    engine.audit.record(acting.organization.no, acting.actor, "client.created", client.id,
                        {"name": client.name, "role": client.role, "scopes": list(client.scopes)})
    response.headers.update(_NO_STORE)
    return ClientOut.of(client, secret)


@_clients.get("/{client_id}", response_model=ClientOut, responses=problems(401, 403, 404, 422, 429, 503))
def client(org_id: ShortId, client_id: ShortId, caller: Caller, engine: EngineDep) -> ClientOut:
    """One client, without its secret."""
    acting = within(engine, caller, org_id)
    found = engine.identity.clients.find(acting.organization, client_id)
    acting.require(Action.READ_ADMINISTRATION)
    return ClientOut.of(found)


@_clients.delete("/{client_id}", status_code=204, response_class=Response,
                 responses=problems(401, 403, 404, 422, 429, 503))
def revoke_client(org_id: ShortId, client_id: ShortId, caller: Caller, engine: EngineDep) -> Response:
    """End a client and every token it has."""
    acting = within(engine, caller, org_id)
    found = engine.identity.clients.find(acting.organization, client_id)
    acting.require(Action.ADMINISTER)
    engine.identity.clients.revoke(found)
    engine.audit.record(acting.organization.no, acting.actor, "client.revoked", client_id)
    return Response(status_code=204)


def _bounded(engine: Engine, kind: Kind, per_minute: int, per_day: int) -> None:
    """A key's own limits narrow the deployment's; more is for whoever operates it."""
    settings = engine.settings
    most = (settings.rate_limit_publishable_per_minute if kind is Kind.PUBLISHABLE else settings.rate_limit_per_minute)
    for name, wanted, bound in (("rate_limit_per_minute", per_minute, most),
                                ("rate_limit_per_day", per_day, settings.rate_limit_per_day)):
        if wanted > bound:
            raise invalid(name, f"At most {bound} on this deployment.")


router = APIRouter()
router.include_router(_keys)
router.include_router(_clients)
