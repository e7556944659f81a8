"""Members of an organization, and invitations to become one."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.account.schemas import (
    AcceptIn,
    InvitationIn,
    InvitationOut,
    MemberOut,
    MemberPatch,
    MemberRole,
)
from api.account.within import ACCOUNT, ORGANIZATION, within
from api.credentials import SESSION_COOKIE, authenticate, refuse_forged
from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, ShortId, ordering, secured_router
from api.problems import problems
from engine.assembly import Engine
from engine.errors import Conflict
from engine.identity import Action, Role
from engine.identity.fields import invalid
from engine.identity.invitations import InvitationState
from engine.identity.members import ORDERINGS
from engine.identity.users import User

_secured = secured_router(ORGANIZATION, "Members")
_open = APIRouter(prefix=ACCOUNT, tags=["Members"], redirect_slashes=False)


@_secured.get("/members", response_model=Paged[MemberOut], responses=problems(401, 403, 404, 422, 429, 503))
def members(
    org_id: ShortId, caller: Caller, engine: EngineDep, page: PageDep,
    order: Annotated[str, ordering(*ORDERINGS, default="joined")],
    role: Annotated[MemberRole | None, Query(description="Members of this role.")] = None,
    q: Annotated[str | None, Query(max_length=255, description="Part of name or e-mail address.")] = None,
) -> Paged[MemberOut]:
    """Members, first joined first."""
    acting = within(engine, caller, org_id)
    acting.require(Action.READ_ADMINISTRATION)
    found, total = engine.identity.members.page(acting.organization, Role(role) if role else None, q, order, page.skip,
                                                page.size)
    return Paged[MemberOut](data=[MemberOut.of(one) for one in found], pagination=Pagination.of(page, total))


@_secured.get("/members/{member_id}", response_model=MemberOut, responses=problems(401, 403, 404, 422, 429, 503))
def member(org_id: ShortId, member_id: ShortId, caller: Caller, engine: EngineDep) -> MemberOut:
    """One member."""
    acting = within(engine, caller, org_id)
    found = engine.identity.members.find(acting.organization, member_id)
    acting.require(Action.READ_ADMINISTRATION)
    return MemberOut.of(found)


@_secured.patch("/members/{member_id}", response_model=MemberOut,
                responses=problems(400, 401, 403, 404, 409, 422, 429, 503))
def change_member(org_id: ShortId, member_id: ShortId, body: MemberPatch, caller: Caller,
                  engine: EngineDep) -> MemberOut:
    """Give a member another role. Only owners make and unmake owners; the last one stays (409)."""
    acting = within(engine, caller, org_id)
    before = engine.identity.members.find(acting.organization, member_id)
    acting.require(Action.ADMINISTER)
    after = engine.identity.members.change_role(acting, before, Role(body.role))
    engine.audit.record(acting.organization.no, acting.actor, "member.changed", member_id,
                        {"user": before.user_id, "from": before.role, "to": after.role})
    return MemberOut.of(after)


@_secured.delete("/members/{member_id}", status_code=204, response_class=Response,
                 responses=problems(401, 403, 404, 409, 422, 429, 503))
def remove_member(org_id: ShortId, member_id: ShortId, caller: Caller, engine: EngineDep) -> Response:
    """Remove a member, or leave: a session may end its user's own membership whatever its role."""
    acting = within(engine, caller, org_id)
    found = engine.identity.members.find(acting.organization, member_id)
    if found.user_id != acting.user_id or acting.scopes is not None:
        acting.require(Action.ADMINISTER)
    engine.identity.members.remove(acting, found)
    engine.audit.record(acting.organization.no, acting.actor, "member.removed", member_id,
                        {"user": found.user_id, "role": found.role})
    return Response(status_code=204)


@_secured.get("/invitations", response_model=Paged[InvitationOut], responses=problems(401, 403, 404, 422, 429, 503))
def invitations(
    org_id: ShortId, caller: Caller, engine: EngineDep, page: PageDep,
    order: Annotated[str, ordering("created", default="-created")],
    state: Annotated[InvitationState | None, Query(description="Invitations in this state.")] = None,
) -> Paged[InvitationOut]:
    """Invitations, newest first."""
    acting = within(engine, caller, org_id)
    acting.require(Action.READ_ADMINISTRATION)
    found = [one for one in engine.identity.invitations.all(acting.organization) if state in (None, one.state)]
    if order == "created":
        found.reverse()
    shown = found[page.skip:page.skip + page.size]
    return Paged[InvitationOut](data=[InvitationOut.of(one) for one in shown],
                                pagination=Pagination.of(page, len(found)))


@_secured.post("/invitations", status_code=201, response_model=InvitationOut,
               responses=problems(400, 401, 403, 404, 409, 422, 429, 503))
def invite(org_id: ShortId, body: InvitationIn, caller: Caller, engine: EngineDep) -> InvitationOut:
    """Invite somebody. The answer holds the token, this once; whether the address has an account stays unsaid."""
    acting = within(engine, caller, org_id)
    acting.require(Action.ADMINISTER)
    invitation, token = engine.identity.invitations.create(acting, body.email, Role(body.role))
    engine.audit.record(acting.organization.no, acting.actor, "member.invited", invitation.id,
                        {"email": invitation.email, "role": invitation.role})
    return InvitationOut.of(invitation, token)


@_secured.post("/members", status_code=201, response_model=InvitationOut,
               responses=problems(400, 401, 403, 404, 409, 422, 429, 503))
def invite_member(org_id: ShortId, body: InvitationIn, caller: Caller, engine: EngineDep) -> InvitationOut:
    """The same as an invitation: nobody becomes a member without accepting."""
    return invite(org_id, body, caller, engine)


@_secured.delete("/invitations/{invitation_id}", status_code=204, response_class=Response,
                 responses=problems(401, 403, 404, 409, 422, 429, 503))
def withdraw(org_id: ShortId, invitation_id: ShortId, caller: Caller, engine: EngineDep) -> Response:
    """Make an invitation's token useless."""
    acting = within(engine, caller, org_id)
    engine.identity.invitations.find(acting.organization, invitation_id)
    acting.require(Action.ADMINISTER)
    engine.identity.invitations.withdraw(acting.organization, invitation_id)
    engine.audit.record(acting.organization.no, acting.actor, "member.invitation_withdrawn", invitation_id)
    return Response(status_code=204)


@_open.post("/invitations/accept", status_code=201, response_model=MemberOut,
            responses=problems(400, 401, 403, 404, 409, 422, 429, 503))
async def accept(request: Request, body: AcceptIn, engine: EngineDep) -> MemberOut:
    """Become a member: signed in with the invited address, or with a password for a new account."""
    caller = None
    if SESSION_COOKIE in request.cookies:
        caller = await run_in_threadpool(authenticate, request)
        await refuse_forged(request, caller)
    return await run_in_threadpool(_accept, engine, caller, body)


def _accept(engine: Engine, caller: Caller | None, body: AcceptIn) -> MemberOut:
    identity = engine.identity
    invitation = identity.invitations.of_token(body.token)
    known = identity.users.find(caller.user_id) if caller else None
    user = known or _new_user(engine, invitation.email, body)
    member = identity.invitations.accept(body.token, user)
    engine.audit.record(invitation.organization.no, f"user:{user.id}", "member.joined", member.id,
                        {"role": member.role, "invitation": invitation.id})
    return MemberOut.of(member)


def _new_user(engine: Engine, email: str, body: AcceptIn) -> User:
    # First, whether or not the address has an account: who invites holds the token and could ask about anybody.
    if body.password is None:
        raise invalid("password", "Sign in, or give a password for a new account.")
    if engine.identity.users.find_by_email(email):
        raise Conflict("This e-mail address has an account: sign in and accept.")
    return engine.identity.users.create(email, body.password, body.name)


router = APIRouter()
router.include_router(_secured)
router.include_router(_open)
