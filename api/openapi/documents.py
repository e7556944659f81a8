"""OpenAPI documents, made of what FastAPI knows of the routes and what holds for all of them."""

import copy
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.openapi import errors
from api.openapi.apps import App, app_of
from api.openapi.prose import description
from engine.settings import Settings

Document = dict[str, Any]

FDA_EXPORT = "apps_epcis_api_epcis_traceability_lot_fda_export"
# The published document declares these, and no more, for the one operation that it has.
_FDA_EXPORT_STATUSES = {"200", "202", "401", "403", "404", "422", "429"}

_BY_FASTAPI = "Successful Response"

SECURITY_SCHEMES = {
    "APIKeyHeaderAuth": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "OAuthTokenAuth": {"type": "http", "scheme": "bearer"},
    "SessionAuth": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
}


def operation_id(route: APIRoute) -> str:
    """`compliance_ctes_capture`: app, room and function. A path or a parameter may change without it."""
    app, room = app_of(route.path), route.endpoint.__module__.split(".")[1]
    return "_".join(part for part in (app and app.name, room, route.name) if part)


def install(app: FastAPI, settings: Settings) -> None:
    """Let the application answer for its documents."""
    app.openapi = lambda: whole(app, settings)
    app.state.documents = {}


def whole(app: FastAPI, settings: Settings) -> Document:
    """Everything in one document."""
    if app.openapi_schema is None:
        found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes,
                            openapi_version="3.1.0", servers=[{"url": settings.public_url}])
        app.openapi_schema = _finished(found, app.state.error_docs_base)
    return app.openapi_schema


def document_of(app: FastAPI, part: App, settings: Settings) -> Document:
    """The document of one app."""
    if part.name not in app.state.documents:
        app.state.documents[part.name] = _part(whole(app, settings), part, settings)
    return app.state.documents[part.name]


def _part(everything: Document, part: App, settings: Settings) -> Document:
    paths = {path: item for path, item in everything["paths"].items() if app_of(path) == part}
    components = copy.deepcopy(everything["components"])
    components["schemas"] = _reachable(paths, components["schemas"])
    return {
        "openapi": everything["openapi"],
        "info": {"title": part.title, "version": part.version, "description": description(part, settings)},
        "servers": everything["servers"],
        "security": [],
        "externalDocs": {"description": f"{part.title}, for reading",
                         "url": f"{settings.public_url}/docs/{part.name}"},
        "paths": paths,
        "components": components,
    }


def _finished(found: Document, docs_base: str) -> Document:
    """Add what no route says by itself: security, limits, errors and their headers."""
    components = found.setdefault("components", {})
    components["securitySchemes"] = SECURITY_SCHEMES
    components["headers"] = errors.headers()
    components.setdefault("schemas", {})["ErrorOut"] = errors.schema(docs_base)
    found["security"] = []
    for path, operation in _operations(found):
        if app_of(path) is not None:
            _finish(operation, docs_base)
    for _path, operation in _operations(found):
        if operation.get("operationId") == FDA_EXPORT:
            _as_published(operation, components["schemas"])
    components["schemas"] = _reachable(found["paths"], components["schemas"])
    return found


def _operations(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for operation in item.values():
            yield path, operation


def _finish(operation: dict[str, Any], docs_base: str) -> None:
    responses = operation["responses"]
    always = {"429", "503"}
    if operation.get("security"):
        operation["security"] = [{name: []} for name in SECURITY_SCHEMES]
        always.add("401")
    if operation.get("operationId") == FDA_EXPORT:
        always -= {"503"}
    if "requestBody" in operation:
        always |= {"400", "413"}
    for status in sorted(always | {status for status in responses if int(status) >= 400}):
        responses[status] = errors.response(int(status), docs_base)
    for status, response in responses.items():
        if response["description"] == _BY_FASTAPI:
            response["description"] = HTTPStatus(int(status)).phrase
        named = (*errors.EVERYWHERE, *errors.BY_STATUS.get(int(status), ()))
        given = response.setdefault("headers", {})
        given.update({name: {"$ref": f"#/components/headers/{name}"} for name in named})
    operation["responses"] = dict(sorted(responses.items()))


def _as_published(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Spell the parameters of fda-export as the published document does: their enums written out in place."""
    for parameter in operation["parameters"]:
        reference = parameter["schema"].pop("$ref", None)
        if reference:
            name = reference.rpartition("/")[2]
            parameter["schema"] = {"allOf": [schemas[name]]} | parameter["schema"]
    operation["responses"] = {status: answer for status, answer in operation["responses"].items()
                              if status in _FDA_EXPORT_STATUSES}


def _reachable(used_by: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """The schemas that something refers to, directly or through others."""
    kept: dict[str, Any] = {}
    waiting = [used_by]
    while waiting:
        for name in _references(waiting.pop()):
            if name in schemas and name not in kept:
                kept[name] = schemas[name]
                waiting.append(schemas[name])
    return dict(sorted(kept.items()))


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/components/schemas/"):
            yield reference.rpartition("/")[2]
        value = value.values()
    if isinstance(value, list | type({}.values())):
        for each in value:
            yield from _references(each)
