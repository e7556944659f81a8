"""Endpoints of OAuth 2.1: authorize, token, revoke, introspect, and their discovery (RFC 8414, RFC 9728).

Errors of these endpoints have the form of RFC 6749, 5.2, which every client library knows.
"""

from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.credentials import CSRF_FIELD, SESSION_COOKIE, refuse_forged
from api.session.pages import SIGN_IN, page
from engine.assembly import Engine
from engine.errors import Forbidden, Unauthorized
from engine.identity.oauth import Answer, Asked, Consent
from engine.identity.oauth.server import RefusedOnPage
from engine.identity.roles import ALL_SCOPES
from engine.identity.sessions import csrf_token

AUTHORIZE, TOKEN, REVOKE, INTROSPECT = "/oauth/authorize", "/oauth/token", "/oauth/revoke", "/oauth/introspect"
_SAYS = {
    "traceability:export": "export lots you own and see how far they went",
    "epcis:read": "query events",
    "epcis:write": "capture and withdraw records",
    "labels:write": "print labels",
    "products:read": "read lots, products, places and traces",
    "products:write": "change products, lots and places",
    "account:read": "see your organization, its members and its audit log",
    "account:write": "manage your organization and its members",
}
_FORM = "application/x-www-form-urlencoded"

# Described by its own metadata (RFC 8414), as clients of OAuth expect.
router = APIRouter(tags=["OAuth"], include_in_schema=False, redirect_slashes=False)


@router.get(AUTHORIZE)
def authorize(request: Request) -> Response:
    """Ask the user whether a client may act for them."""
    engine, asked = _engine(request), Asked("GET", request.query_params.multi_items())
    try:
        consent = engine.identity.authorization.consent(asked)
    except RefusedOnPage as error:
        return page("message", "This link is not good", 400, message=str(error))
    if isinstance(consent, Answer):
        return _response(consent)
    raw = request.cookies.get(SESSION_COOKIE, "")
    try:
        session = engine.identity.sessions.find(raw)
    except Unauthorized:
        back = urlencode({"next": f"{AUTHORIZE}?{urlencode(asked.values)}"})
        return RedirectResponse(f"{SIGN_IN}?{back}", 303, {"Cache-Control": "no-store"})
    return _consent_page(consent, asked, session.email, raw)


@router.post(AUTHORIZE)
async def decide(request: Request) -> Response:
    """What the user answered, as a redirect to the client."""
    engine = _engine(request)
    raw = request.cookies.get(SESSION_COOKIE, "")
    try:
        session = await run_in_threadpool(engine.identity.sessions.find, raw)
        await refuse_forged(request, session.caller)
    except (Unauthorized, Forbidden):
        return page("message", "Please start again", 403, message="This form is not good any more.")
    form = [(name, value) for name, value in (await request.form()).multi_items()
            if isinstance(value, str) and name != CSRF_FIELD]
    allowed = ("decision", "allow") in form
    asked = Asked("POST", [pair for pair in form if pair[0] != "decision"])
    return await run_in_threadpool(_decided, engine, asked, session.user_id, allowed)


@router.post(TOKEN)
async def token(request: Request) -> Response:
    """Tokens for a code, a refresh token or the client's own credentials (RFC 6749, 3.2)."""
    return await _ask(request, "token")


@router.post(REVOKE)
async def revoke(request: Request) -> Response:
    """End a token of the client's own (RFC 7009). Unknown tokens are ended already."""
    return await _ask(request, "revoke")


@router.post(INTROSPECT)
async def introspect(request: Request) -> Response:
    """What there is to know of a token of the client's own (RFC 7662)."""
    return await _ask(request, "introspect")


@router.get("/.well-known/oauth-authorization-server")
def server_metadata(request: Request) -> Response:
    """What this authorization server can do (RFC 8414)."""
    base = _base(request)
    methods = ["client_secret_basic", "client_secret_post"]
    return JSONResponse({
        "issuer": base, "authorization_endpoint": base + AUTHORIZE, "token_endpoint": base + TOKEN,
        "revocation_endpoint": base + REVOKE, "introspection_endpoint": base + INTROSPECT,
        "scopes_supported": list(ALL_SCOPES), "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token"],
        "token_endpoint_auth_methods_supported": [*methods, "none"],
        "revocation_endpoint_auth_methods_supported": [*methods, "none"],
        "introspection_endpoint_auth_methods_supported": methods,
        "code_challenge_methods_supported": ["S256"],
    })


@router.get("/.well-known/oauth-protected-resource")
def resource_metadata(request: Request) -> Response:
    """Where tokens for this API come from (RFC 9728)."""
    base = _base(request)
    return JSONResponse({"resource": base, "authorization_servers": [base], "scopes_supported": list(ALL_SCOPES),
                         "bearer_methods_supported": ["header"], "resource_documentation": f"{base}/docs"})


def _consent_page(consent: Consent, asked: Asked, email: str, raw: str) -> Response:
    parts = urlsplit(consent.redirect_uri)
    # Browsers hold the redirect after a form to the form's own policy.
    onward = f"{parts.scheme}://{parts.netloc}" if parts.netloc and parts.scheme in ("http", "https") \
        else f"{parts.scheme}:"
    return page(
        "consent", "Allow access?", forms_to=f"'self' {onward}", client=consent.client.name, email=email,
        organization=consent.client.organization.name, destination=parts.netloc or parts.scheme,
        scopes=[{"name": name, "says": _SAYS[name]} for name in consent.scopes], asked=asked.values,
        csrf_token=csrf_token(raw),
    )


def _decided(engine: Engine, asked: Asked, user_id: str, allowed: bool) -> Response:
    user = engine.identity.users.find(user_id)
    try:
        answer = engine.identity.authorization.decide(asked, user, allowed)
    except RefusedOnPage as error:
        return page("message", "This cannot be allowed", 403, message=str(error))
    client = engine.identity.clients.active(dict(asked.values).get("client_id", ""))
    if client and answer.status == 302 and allowed:
        engine.audit.record(client.organization.no, f"user:{user_id}", "client.allowed", client.id)
    return _response(answer)


async def _ask(request: Request, endpoint: str) -> Response:
    """Ask an endpoint of the authorization server. What is no form has no parameters."""
    form = await request.form() if request.headers.get("content-type", "").startswith(_FORM) else {}
    values = [(name, value) for name, value in (form.multi_items() if form else ()) if isinstance(value, str)]
    authorization = request.headers.get("authorization")
    asked = Asked("POST", values, {"Authorization": authorization} if authorization else {})
    answer = await run_in_threadpool(getattr(_engine(request).identity.authorization, endpoint), asked)
    return _response(answer)


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, answer.headers | {"Cache-Control": "no-store"})


def _engine(request: Request) -> Engine:
    return request.app.state.engine


def _base(request: Request) -> str:
    return _engine(request).settings.public_url.rstrip("/")
