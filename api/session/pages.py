"""Pages of people: signing in and out. They work without scripts."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from jinja2 import Environment, PackageLoader
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.credentials import SESSION_COOKIE
from api.deps import Caller, EngineDep, secured_router
from api.session.routes import set_cookie, sign_in, sign_out
from engine.errors import Forbidden, RateLimited, Unauthorized

SIGN_IN = "/account/sign-in"
_HOME = "/compliance/"
_LONGEST_NEXT = 8_000
_pages = Environment(loader=PackageLoader("api.session", "templates"), autoescape=True)
_open = APIRouter(tags=["Pages"], include_in_schema=False, redirect_slashes=False)
_secured = secured_router("", "Pages")


def page(name: str, title: str, status: int = 200, forms_to: str = "'self'", **values: Any) -> Response:
    """A page that loads nothing and can be framed by nobody. forms_to: where its forms may lead."""
    policy = f"default-src 'none'; style-src 'unsafe-inline'; form-action {forms_to}; frame-ancestors 'none'; " \
             "base-uri 'none'"
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return HTMLResponse(_pages.get_template(f"{name}.html").render(title=title, **values), status, headers)


def inside(path: str) -> str:
    """The path, if it is one of this deployment; else the dashboard's. No redirect leads elsewhere."""
    plain = path.startswith("/") and not path.startswith("//") and path.isascii() and path.isprintable() \
        and "\\" not in path and len(path) <= _LONGEST_NEXT
    return path if plain else _HOME


@_open.get(SIGN_IN)
def ask(next: Annotated[str, Query()] = _HOME) -> Response:
    """The form to sign in."""
    return page("sign_in", "Sign in", next=inside(next), email="")


@_open.post(SIGN_IN)
def enter(
    request: Request, engine: EngineDep,
    email: Annotated[str, Form(max_length=254)] = "", password: Annotated[str, Form(max_length=1_000)] = "",
    next: Annotated[str, Form()] = _HOME,
) -> Response:
    """Sign in and go where the user wanted to go."""
    try:
        raw = sign_in(request, engine, email, password)
    except (Unauthorized, Forbidden, RateLimited) as error:
        return page("sign_in", "Sign in", error.status, next=inside(next), email=email, fault=error.detail)
    answer = RedirectResponse(inside(next), 303, {"Cache-Control": "no-store"})
    set_cookie(answer, engine, raw)
    return answer


@_secured.post("/account/sign-out", include_in_schema=False)
def leave(request: Request, caller: Caller, engine: EngineDep) -> Response:
    """Sign out and show the form again."""
    sign_out(request, engine, caller)
    answer = RedirectResponse(SIGN_IN, 303, {"Cache-Control": "no-store"})
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


router = APIRouter()
router.include_router(_open)
router.include_router(_secured)
