"""Sessions and passwords as JSON: sign in, look, change organization, sign out."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api import counting
from api.account.schemas import OrganizationRef
from api.account.within import ACCOUNT, In
from api.credentials import CSRF_HEADER, SESSION_COOKIE
from api.deps import Caller, EngineDep, secured_router
from api.problems import problems
from engine.assembly import Engine
from engine.errors import Forbidden, Unauthorized
from engine.identity import NO_ORGANIZATION, Kind
from engine.identity.sessions import Session, csrf_token

_open = APIRouter(prefix=ACCOUNT, tags=["Session"], redirect_slashes=False)
_secured = secured_router(ACCOUNT, "Session")
_NO_STORE = {"Cache-Control": "no-store"}


class SignIn(In):
    email: str = Field(max_length=254)
    password: str = Field(max_length=1_000)


class SessionPatch(In):
    organization_id: str = Field(min_length=22, max_length=22, description="One of the user's organizations.")


class SessionOut(BaseModel):
    """A session. Unsafe requests that show its cookie carry the CSRF token in the header X-CSRF-Token."""

    user_id: str
    email: str
    organization: OrganizationRef | None = Field(description="What the session acts for.")
    role: str | None
    csrf_token: str
    signed_in_at: datetime
    expires_at: datetime = Field(description="Unless it is used before.")

    @classmethod
    def of(cls, session: Session, raw: str) -> "SessionOut":
        organization = session.caller.organization
        return cls(
            user_id=session.user_id, email=session.email, role=session.caller.role, csrf_token=csrf_token(raw),
            organization=OrganizationRef(id=organization.id, name=organization.name) if organization.no else None,
            signed_in_at=session.signed_in_at, expires_at=session.expires_at,
        )


class PasswordIn(In):
    current_password: str = Field(max_length=1_000)
    new_password: str = Field(max_length=1_000)


class ResetIn(In):
    token: str = Field(max_length=100)
    password: str = Field(max_length=1_000)


@_open.post("/session", status_code=201, response_model=SessionOut, responses=problems(400, 401, 403, 422, 429, 503))
def open_session(request: Request, body: SignIn, engine: EngineDep, response: Response) -> SessionOut:
    """Sign in. The cookie `sessionid` is the session; the answer holds the token against forged requests."""
    raw = sign_in(request, engine, body.email, body.password)
    set_cookie(response, engine, raw)
    response.headers.update(_NO_STORE)
    return SessionOut.of(engine.identity.sessions.find(raw), raw)


@_secured.get("/session", response_model=SessionOut, responses=problems(401, 403, 422, 429, 503))
def session(request: Request, caller: Caller, engine: EngineDep, response: Response) -> SessionOut:
    """The session that the request shows, with its CSRF token."""
    raw = _raw(request, caller)
    response.headers.update(_NO_STORE)
    return SessionOut.of(engine.identity.sessions.find(raw), raw)


@_secured.patch("/session", response_model=SessionOut, responses=problems(400, 401, 403, 404, 422, 429, 503))
def act_for(request: Request, body: SessionPatch, caller: Caller, engine: EngineDep, response: Response) -> SessionOut:
    """Act for another organization of the user from now on."""
    raw = _raw(request, caller)
    response.headers.update(_NO_STORE)
    return SessionOut.of(engine.identity.sessions.act_for(raw, body.organization_id), raw)


@_secured.delete("/session", status_code=204, response_class=Response,
                 responses=problems(401, 403, 422, 429, 503))
def close_session(request: Request, caller: Caller, engine: EngineDep) -> Response:
    """Sign out."""
    sign_out(request, engine, caller)
    response = Response(status_code=204, headers=_NO_STORE)
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


@_secured.post("/password", status_code=204, response_class=Response,
               responses=problems(400, 401, 403, 422, 429, 503))
def change_password(request: Request, body: PasswordIn, caller: Caller, engine: EngineDep) -> Response:
    """Change the password. Every other session of the user ends, and every bearer token."""
    raw = _raw(request, caller)
    engine.identity.users.change_password(caller.user_id, body.current_password, body.new_password, raw)
    _tell(engine, caller.user_id, "session.password_changed")
    return Response(status_code=204)


@_open.post("/password/reset", status_code=204, response_class=Response,
            responses=problems(400, 401, 403, 422, 429, 503))
def reset_password(request: Request, body: ResetIn, engine: EngineDep) -> Response:
    """Set a new password with a token that the operator handed over. Every session of the user ends."""
    counting.count_address(request)
    user = engine.identity.users.reset_password(body.token, body.password)
    _tell(engine, user.id, "session.password_reset")
    return Response(status_code=204)


def sign_in(request: Request, engine: Engine, email: str, password: str) -> str:
    """The raw cookie of a new session. Raises Unauthorized, and RateLimited for who tries too often.

    Attempts count against the client's address whatever credential comes with them, failed ones against the user too.
    """
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise Forbidden("Another site asked for this. Sign in from here.")
    counting.count_address(request)
    counting.require_attempts(request, email)
    users = engine.identity.users
    try:
        user = users.sign_in(email, password)
    except Unauthorized:
        counting.count_failed_attempt(request, email)
        # An unknown address is written down as well, where no firm sees it: it must not take less time.
        known = users.find_by_email(email)
        _tell(engine, known.id if known else "", "session.failed")
        raise
    raw = engine.identity.sessions.open(user)
    _tell(engine, user.id, "session.signed_in")
    return raw


def sign_out(request: Request, engine: Engine, caller: Caller) -> None:
    engine.identity.sessions.close(_raw(request, caller))
    _tell(engine, caller.user_id, "session.signed_out")


def set_cookie(response: Response, engine: Engine, raw: str) -> None:
    """Ends with the browser, or on the server after twelve idle hours."""
    response.set_cookie(SESSION_COOKIE, raw, path="/", httponly=True, samesite="lax",
                        secure=engine.settings.public_url.startswith("https://"))


def _raw(request: Request, caller: Caller) -> str:
    if caller.kind is not Kind.SESSION:
        raise Forbidden(f"This is for sessions: sign in, and send {CSRF_HEADER} with the cookie.")
    return request.cookies[SESSION_COOKIE]


def _tell(engine: Engine, user_id: str, action: str) -> None:
    """Every organization the user belongs to has it in its log; where there is none, the operator's."""
    for organization in engine.identity.accounts.of_user(user_id) or [NO_ORGANIZATION]:
        engine.audit.record(organization.no, f"user:{user_id}", action, user_id)


router = APIRouter()
router.include_router(_open)
router.include_router(_secured)
