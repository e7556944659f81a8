"""`/{app}/api/v1/openapi.json` of every app, and `/.well-known/api-catalog`."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from api.openapi.apps import APPS, App
from api.openapi.documents import document_of
from engine.errors import NotFound
from engine.settings import Settings

router = APIRouter(include_in_schema=False, redirect_slashes=False)

CATALOG = "/.well-known/api-catalog"
_LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
_FOR_A_WHILE = {"Cache-Control": "public, max-age=300"}


def _described(app: App) -> Callable[[Request], JSONResponse]:
    def document(request: Request) -> JSONResponse:
        found = document_of(request.app, app, _settings(request))
        if not found["paths"]:
            raise NotFound
        return JSONResponse(found, headers=_FOR_A_WHILE)

    return document


for _app in APPS:
    router.add_api_route(_app.address, _described(_app), methods=["GET"], name=f"openapi_{_app.name}")


@router.api_route(CATALOG, methods=["GET", "HEAD"])
def catalog(request: Request) -> JSONResponse:
    """Where each app is, what describes it, and whether it is well (RFC 9727)."""
    settings = _settings(request)
    served = [app for app in APPS if document_of(request.app, app, settings)["paths"]]
    base = settings.public_url
    apis: list[dict[str, Any]] = [{
        "anchor": f"{base}{app.prefix}",
        "service-desc": [{"href": f"{base}{app.address}", "type": "application/json"}],
        "service-doc": [{"href": f"{base}/docs/{app.name}", "type": "text/html"}],
        "status": [{"href": f"{base}/readyz", "type": "application/json"}],
    } for app in served]
    items = [{"href": f"{base}{app.prefix}"} for app in served]
    return JSONResponse({"linkset": [{"anchor": f"{base}{CATALOG}", "item": items}, *apis]}, media_type=_LINKSET,
                        headers=_FOR_A_WHILE | {"Link": f'<{CATALOG}>; rel="api-catalog"'})


def _settings(request: Request) -> Settings:
    return request.app.state.settings
