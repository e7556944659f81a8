"""`/docs`: the documents as pages, and what each error means."""

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, HTMLResponse

from api.docs import pages
from api.openapi.apps import APPS, App
from api.openapi.documents import document_of
from api.openapi.errors import kinds_of_error
from engine.errors import NotFound

router = APIRouter(prefix="/docs", include_in_schema=False, redirect_slashes=False)

_HERE = Path(__file__).parent
_SWAGGER = Path(str(files("fastapi_offline"))) / "static"
_FILES = {
    "style.css": _HERE / "style.css", "swagger.css": _HERE / "swagger.css", "start.js": _HERE / "start.js",
    "swagger-ui.css": _SWAGGER / "swagger-ui.css", "swagger-ui-bundle.js": _SWAGGER / "swagger-ui-bundle.js",
}
_POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' {base}; "
           "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")


@router.get("")
def index(request: Request) -> HTMLResponse:
    """Where everything is."""
    return _page(request, pages.index(_served(request)))


@router.get("/errors")
def errors(request: Request) -> HTMLResponse:
    """Every error code."""
    return _page(request, pages.errors(kinds_of_error()))


@router.get("/errors/{code}")
def error(request: Request, code: str) -> HTMLResponse:
    """What the `type` of a problem leads to."""
    kind = next((kind for kind in kinds_of_error() if kind.code == code), None)
    if kind is None:
        raise NotFound
    return _page(request, pages.error(kind, request.app.state.error_docs_base))


@router.get("/assets/{name}")
def asset(name: str) -> FileResponse:
    """Style and script of these pages, from this machine."""
    if name not in _FILES:
        raise NotFound
    return FileResponse(_FILES[name], headers={"Cache-Control": "public, max-age=86400"})


@router.get("/{name}")
def document(request: Request, name: str) -> HTMLResponse:
    """One app's document, drawn by Swagger UI."""
    served = _served(request)
    app = next((app for app in served if app.name == name), None)
    if app is None:
        raise NotFound
    return _page(request, pages.document(app, served))


def _served(request: Request) -> list[App]:
    """The apps that have any operation."""
    settings = request.app.state.settings
    return [app for app in APPS if document_of(request.app, app, settings)["paths"]]


def _page(request: Request, text: str) -> HTMLResponse:
    policy = _POLICY.format(base=request.app.state.settings.public_url)
    return HTMLResponse(text, headers={"Content-Security-Policy": policy, "Cache-Control": "no-cache"})
