"""Who calls: an API key, a bearer token or a session, in this order, and what browsers must show besides.

A credential that is shown and fails is refused; no other is looked at. All failures give the same answer.
"""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Request, Security
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security import APIKeyCookie, APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import counting
from engine.errors import Forbidden, Invalid, Unauthorized
from engine.identity import Caller as Authenticated
from engine.identity import Identity, Kind
from engine.identity.sessions import is_csrf_token

SESSION_COOKIE = "sessionid"
CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf_token"
_SAFE = ("GET", "HEAD", "OPTIONS")
_FORM = "application/x-www-form-urlencoded"
_key_scheme = APIKeyHeader(
    name="X-API-Key", scheme_name="APIKeyHeaderAuth", auto_error=False, description="`csb_<body>_<checksum>`"
)
_bearer_scheme = HTTPBearer(scheme_name="OAuthTokenAuth", auto_error=False, description="OAuth 2.1 access token")
_cookie_scheme = APIKeyCookie(name=SESSION_COOKIE, scheme_name="SessionAuth", auto_error=False,
                              description="Session of a browser; unsafe methods carry X-CSRF-Token as well.")


class SecuredRoute(APIRoute):
    """A route that knows its caller before it looks at anything else, the body above all.

    FastAPI reads and validates a body before it calls dependencies, so authentication stands in front of the
    whole handler. A parameter that takes one value is refused when it is given twice.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()
        single = _query_names(self.dependant)

        async def secured(request: Request) -> Response:
            caller = await run_in_threadpool(counting.admitted, request, authenticate)
            request.state.caller = caller
            structlog.contextvars.bind_contextvars(organization=caller.organization.no,
                                                   key=caller.credential_id)
            await refuse_forged(request, caller)
            _refuse_repeated(request, single)
            return await handler(request)

        return secured


def secured_router(prefix: str, *tags: str) -> APIRouter:
    """A router whose every route demands a caller."""
    return APIRouter(prefix=prefix, tags=list(tags), route_class=SecuredRoute, redirect_slashes=False)


def authenticate(request: Request) -> Authenticated:
    """The caller. Raises the same Unauthorized whatever is wrong, with where tokens come from (RFC 9728, 5.1)."""
    engine = request.app.state.engine
    try:
        return _authenticated(request, engine.identity)
    except Unauthorized as error:
        about = f"{engine.settings.public_url.rstrip('/')}/.well-known/oauth-protected-resource"
        error.challenge = f'ApiKey realm="lotgraph", header="X-API-Key", Bearer resource_metadata="{about}"'
        raise


def _authenticated(request: Request, identity: Identity) -> Authenticated:
    key, authorization = request.headers.get("x-api-key"), request.headers.get("authorization")
    if key is not None:
        return identity.authenticate(key)
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthorized
        return identity.tokens.authenticate(token.strip())
    cookie = request.cookies.get(SESSION_COOKIE)
    if cookie is not None:
        return identity.sessions.authenticate(cookie)
    raise Unauthorized


async def refuse_forged(request: Request, caller: Authenticated) -> None:
    """Raise Forbidden where a session's unsafe request lacks its CSRF token, in header or form."""
    if caller.kind is not Kind.SESSION or request.method in _SAFE:
        return
    given = request.headers.get(CSRF_HEADER)
    if given is None and request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM:
        # Read whole first, so that the route finds it as well.
        await request.body()
        found = (await request.form()).get(CSRF_FIELD)
        given = found if isinstance(found, str) else None
    if given is None or not is_csrf_token(request.cookies[SESSION_COOKIE], given):
        raise Forbidden(f"A session's request needs its CSRF token in the header {CSRF_HEADER}.")


def _caller(
    request: Request,
    _key: Annotated[str | None, Security(_key_scheme)],
    _bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer_scheme)],
    _cookie: Annotated[str | None, Security(_cookie_scheme)],
) -> Authenticated:
    return getattr(request.state, "caller", None) or authenticate(request)


Caller = Annotated[Authenticated, Depends(_caller)]


def _same_site(request: Request, caller: Caller) -> None:
    """A GET with an effect: other sites may not have a browser make it."""
    if caller.kind is Kind.SESSION and request.headers.get("sec-fetch-site") == "cross-site":
        raise Forbidden("Another site asked for this. Open it from here.")


SameSite = Depends(_same_site)
"""For `dependencies=` of routes that do something on GET."""


def _query_names(dependant: Dependant) -> set[str]:
    """Query parameters of a route and of all its dependencies; none of ours takes a list."""
    names = {field.alias for field in dependant.query_params}
    return names.union(*(_query_names(each) for each in dependant.dependencies))


def _refuse_repeated(request: Request, single: set[str]) -> None:
    faults = [
        {"loc": ["query", name], "msg": "Give this parameter once.", "type": "repeated"}
        for name in sorted(single) if len(request.query_params.getlist(name)) > 1
    ]
    if faults:
        raise Invalid(details=faults)
