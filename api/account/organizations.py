"""`/account/api/v1/whoami` and `/organizations`."""

from typing import Annotated

from fastapi import Query, Response

from api.account.schemas import OrganizationIn, OrganizationOut, OrganizationPatch, UserPatch, WhoamiOut
from api.account.within import ACCOUNT, person, within
from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, ShortId, ordering, secured_router
from api.problems import problems
from engine.assembly import Engine
from engine.identity import Action, Kind
from engine.identity.accounts import ORDERINGS

router = secured_router(ACCOUNT, "Organizations")


@router.get("/whoami", response_model=WhoamiOut, responses=problems(401, 403, 422, 429, 503))
def whoami(caller: Caller, engine: EngineDep) -> WhoamiOut:
    """Whom the credential stands for, and where."""
    return _whoami(caller, engine)


@router.patch("/whoami", response_model=WhoamiOut, responses=problems(400, 401, 403, 422, 429, 503))
def change_user(body: UserPatch, caller: Caller, engine: EngineDep) -> WhoamiOut:
    """Name and metadata of the user who calls."""
    user, given = person(caller), body.given()
    caller.require(Action.EDIT_SELF)
    clear = "metadata" in given and not given["metadata"]
    engine.identity.users.describe(user, given.get("name"), given.get("metadata"), clear)
    return _whoami(caller, engine)


def _whoami(caller: Caller, engine: Engine) -> WhoamiOut:
    caller.require(Action.READ_ACCOUNT)
    identity = engine.identity
    by_key = caller.kind not in (Kind.SESSION, Kind.TOKEN)
    return WhoamiOut.of(
        caller, identity.accounts.of(caller), identity.users.find(caller.user_id) if caller.user_id else None,
        identity.api_keys.find(caller.organization, caller.credential_id) if by_key else None,
    )


@router.get("/organizations", response_model=Paged[OrganizationOut], responses=problems(401, 403, 422, 429, 503))
def organizations(
    caller: Caller, engine: EngineDep, page: PageDep,
    order: Annotated[str, ordering(*ORDERINGS, default="-created")],
    name: Annotated[str | None, Query(max_length=255, description="Part of the name.")] = None,
) -> Paged[OrganizationOut]:
    """Organizations the caller belongs to."""
    caller.require(Action.READ_ACCOUNT)
    found = [one for one in engine.identity.accounts.of(caller)
             if name is None or name.casefold() in one.organization.name.casefold()]
    found.sort(key=lambda one: (one.organization.name.casefold() if order.endswith("name") else one.created_at,
                                one.organization.no), reverse=order.startswith("-"))
    shown = found[page.skip:page.skip + page.size]
    return Paged[OrganizationOut](data=[OrganizationOut.of(one) for one in shown],
                                  pagination=Pagination.of(page, len(found)))


@router.post("/organizations", status_code=201, response_model=OrganizationOut,
             responses=problems(400, 401, 403, 422, 429, 503))
def create(body: OrganizationIn, caller: Caller, engine: EngineDep) -> OrganizationOut:
    """A new organization with the calling user as its owner. Only a session may: other credentials are of one."""
    caller.require(Action.CREATE_ORGANIZATION)
    account = engine.identity.accounts.create(body.name, body.country, body.is_brand, body.metadata, person(caller))
    engine.audit.record(account.organization.no, caller.actor, "organization.created", account.organization.id)
    return OrganizationOut.of(account)


@router.get("/organizations/{org_id}", response_model=OrganizationOut,
            responses=problems(401, 403, 404, 422, 429, 503))
def organization(org_id: ShortId, caller: Caller, engine: EngineDep) -> OrganizationOut:
    """One of the caller's organizations."""
    acting = within(engine, caller, org_id)
    acting.require(Action.READ_ACCOUNT)
    return OrganizationOut.of(engine.identity.accounts.find(acting))


@router.patch("/organizations/{org_id}", response_model=OrganizationOut,
              responses=problems(400, 401, 403, 404, 422, 429, 503))
def change(org_id: ShortId, body: OrganizationPatch, caller: Caller, engine: EngineDep) -> OrganizationOut:
    """Change what an organization says of itself; members that are left out stay."""
    acting, given = within(engine, caller, org_id), body.given()
    acting.require(Action.ADMINISTER)
    account = engine.identity.accounts.describe(acting, given)
    engine.audit.record(acting.organization.no, acting.actor, "organization.changed", org_id, {"fields": sorted(given)})
    return OrganizationOut.of(account)


@router.delete("/organizations/{org_id}", status_code=204, response_class=Response,
               responses=problems(401, 403, 404, 422, 429, 503))
def close(org_id: ShortId, caller: Caller, engine: EngineDep) -> Response:
    """Close an organization for good; its records stay, because others' traces rest on them (21 CFR 1.1455(d))."""
    acting = within(engine, caller, org_id)
    acting.require(Action.DELETE_ORGANIZATION)
    engine.audit.record(acting.organization.no, acting.actor, "organization.closed", org_id)
    engine.identity.accounts.close(acting.organization)
    return Response(status_code=204)
