"""Grants by which organizations show each other their records: offered, accepted, declined, ended."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import Query
from pydantic import AfterValidator, BaseModel, Field

from api.account.within import ORGANIZATION, In, within
from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, ShortId, ordering, secured_router
from api.problems import problems
from engine.assembly import Engine
from engine.identity import Action, Bounds, Grant
from engine.identity.fields import invalid
from engine.identity.sharing import GrantState
from engine.ids import PATTERN, parse_id

router = secured_router(f"{ORGANIZATION}/sharing-grants", "Sharing")
_Id = Annotated[str, Field(min_length=22, max_length=22, pattern=PATTERN)]


class GrantIn(In):
    """What to show to whom. With no bounds all records are shown; bounds given together all apply."""

    grantee_id: Annotated[_Id, AfterValidator(lambda text: parse_id(text, "body", "grantee_id"))] = Field(
        description="Id of the receiving organization, which it tells you itself.")
    gtins: list[Annotated[str, Field(pattern="^[0-9]{8,14}$")]] | None = Field(
        None, min_length=1, max_length=500, description="Records of these products only.")
    brand_id: _Id | None = Field(None, description="Records of the products of this brand of yours, as they are then.")
    date_from: date | None = Field(None, description="Records of events of that day or later.")
    date_to: date | None = Field(None, description="Records of events of that day or earlier.")
    note: str = Field("", max_length=500)


class PartyOut(BaseModel):
    id: str
    name: str | None = Field(description="Null of the receiver until it has accepted.")


class GrantOut(BaseModel):
    id: str
    state: GrantState
    direction: Literal["given", "received"]
    grantor: PartyOut
    grantee: PartyOut
    gtins: list[str] | None
    brand_id: str | None
    date_from: date | None
    date_to: date | None
    note: str
    offered_at: datetime
    answered_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, grant: Grant, viewer: str) -> "GrantOut":
        bounds = grant.bounds
        return cls(
            id=grant.id, state=grant.state, direction="given" if grant.grantor.id == viewer else "received",
            grantor=PartyOut(id=grant.grantor.id, name=grant.grantor.name),
            grantee=PartyOut(id=grant.grantee_id, name=grant.grantee.name if grant.grantee else None),
            gtins=bounds.gtins, brand_id=bounds.brand, date_from=bounds.date_from, date_to=bounds.date_to,
            note=grant.note, offered_at=grant.offered_at, answered_at=grant.answered_at, revoked_at=grant.revoked_at,
        )


@router.get("", response_model=Paged[GrantOut], responses=problems(401, 403, 404, 422, 429, 503))
def grants(
    org_id: ShortId, caller: Caller, engine: EngineDep, page: PageDep,
    order: Annotated[str, ordering("offered_at", default="-offered_at")],
    state: Annotated[GrantState | None, Query(description="Grants in this state.")] = None,
    direction: Annotated[Literal["given", "received"] | None, Query(description="Given or received.")] = None,
) -> Paged[GrantOut]:
    """Grants given and received, newest first, ended ones included."""
    acting = within(engine, caller, org_id)
    acting.require(Action.READ_ADMINISTRATION)
    told = [GrantOut.of(one, org_id) for one in engine.identity.sharing.all(acting.organization)]
    found = [one for one in told if state in (None, one.state) and direction in (None, one.direction)]
    if order == "offered_at":
        found.reverse()
    return Paged[GrantOut](data=found[page.skip:page.skip + page.size], pagination=Pagination.of(page, len(found)))


@router.post("", status_code=201, response_model=GrantOut, responses=problems(400, 401, 403, 404, 409, 422, 429, 503))
def offer(org_id: ShortId, body: GrantIn, caller: Caller, engine: EngineDep) -> GrantOut:
    """Offer a view of your records. Nothing opens until the other side accepts, and nothing tells whether it exists."""
    acting = within(engine, caller, org_id)
    acting.require(Action.ADMINISTER)
    if body.brand_id and not engine.identity.sharing.is_brand(acting.organization, body.brand_id):
        raise invalid("brand_id", "None of your brands has this id.")
    bounds = Bounds(body.gtins, body.brand_id, body.date_from, body.date_to)
    grant = engine.identity.sharing.offer(acting.organization, body.grantee_id, bounds, body.note)
    engine.audit.record(acting.organization.no, acting.actor, "share.offered", grant.id,
                        {"grantee": body.grantee_id} | body.model_dump(
                            mode="json", exclude_none=True, include={"gtins", "brand_id", "date_from", "date_to"}))
    return GrantOut.of(grant, org_id)


@router.get("/{grant_id}", response_model=GrantOut, responses=problems(401, 403, 404, 422, 429, 503))
def grant(org_id: ShortId, grant_id: ShortId, caller: Caller, engine: EngineDep) -> GrantOut:
    """One grant."""
    acting = within(engine, caller, org_id)
    found = engine.identity.sharing.find(acting.organization, grant_id)
    acting.require(Action.READ_ADMINISTRATION)
    return GrantOut.of(found, org_id)


@router.post("/{grant_id}/accept", response_model=GrantOut, responses=problems(401, 403, 404, 409, 422, 429, 503))
def accept(org_id: ShortId, grant_id: ShortId, caller: Caller, engine: EngineDep) -> GrantOut:
    """Accept an offer; what it covers is in your view from now on."""
    return _answer(engine, caller, org_id, grant_id, engine.identity.sharing.accept, "share.accepted")


@router.post("/{grant_id}/decline", response_model=GrantOut, responses=problems(401, 403, 404, 409, 422, 429, 503))
def decline(org_id: ShortId, grant_id: ShortId, caller: Caller, engine: EngineDep) -> GrantOut:
    """Turn an offer down."""
    return _answer(engine, caller, org_id, grant_id, engine.identity.sharing.decline, "share.declined")


@router.post("/{grant_id}/revoke", response_model=GrantOut, responses=problems(401, 403, 404, 409, 422, 429, 503))
def revoke(org_id: ShortId, grant_id: ShortId, caller: Caller, engine: EngineDep) -> GrantOut:
    """End a grant, from either side, or take an offer back; what was seen under it is seen no more."""
    return _answer(engine, caller, org_id, grant_id, engine.identity.sharing.revoke, "share.revoked")


def _answer(engine: Engine, caller: Caller, org_id: str, grant_id: str, act: Callable[..., Grant],
            action: str) -> GrantOut:
    acting = within(engine, caller, org_id)
    engine.identity.sharing.find(acting.organization, grant_id)
    acting.require(Action.ADMINISTER)
    done = act(acting.organization, grant_id)
    # Both sides have it in their log; the other one without who it was.
    engine.audit.record(acting.organization.no, acting.actor, action, grant_id)
    if done.grantee is not None:
        other = done.grantee if done.grantor.no == acting.organization.no else done.grantor
        engine.audit.record(other.no, f"organization:{acting.organization.id}", action, grant_id)
    return GrantOut.of(done, org_id)
