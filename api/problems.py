"""Every error as application/problem+json (RFC 9457)."""

import json
from datetime import UTC, datetime
from typing import Any

import structlog
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.responses import Response
from starlette.routing import Match

from engine import errors
from engine.errors import LotgraphError
from engine.logs import redact

MEDIA_TYPE = "application/problem+json"
_RETRY_UNAVAILABLE = 5
_CHALLENGE = 'ApiKey realm="lotgraph", header="X-API-Key"'
_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
# Of a body's members; who sees so many corrects them all.
_MOST_FAULTS = 100
_log = structlog.get_logger("lotgraph.api")

_BY_STATUS: dict[int, type[LotgraphError]] = {
    kind.status: kind
    for kind in (errors.BadRequest, errors.Unauthorized, errors.Forbidden, errors.NotFound,
                 errors.MethodNotAllowed, errors.Conflict, errors.TooLarge, errors.UnsupportedMedia,
                 errors.Invalid, errors.RateLimited, errors.Unavailable)
}


class ErrorOut(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(description="URI reference identifying the error type.")
    title: str = Field(description="Short human-readable summary of the error.")
    status: int = Field(description="HTTP status code.")
    detail: str = Field(description="Human-readable explanation of this specific occurrence.")
    error_code: str = Field(description="Machine-readable error code (e.g. not_found, unauthorized).")
    timestamp: str = Field(description="ISO 8601 timestamp of when the error occurred.")
    retryable: bool = Field(False, description="Whether retrying the same request can succeed.")
    retry_after: int | None = Field(None, description="Seconds to wait before retrying (when applicable).")
    owner_action_required: bool | None = Field(
        None, description="Whether the error requires account owner intervention."
    )
    details: Any = Field(None, description="Additional context (validation errors, etc.).")
    retry_after_seconds: int | None = Field(None, description="The same as retry_after.")
    request_id: str | None = Field(None, description="The X-Request-ID of this response, where a server failed.")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Entries for `responses=` of a route."""
    return {
        status: {"description": _BY_STATUS[status].title,
                 "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ErrorOut"}}}}
        for status in statuses
    }


def problem(request: Request, error: LotgraphError, headers: dict[str, str] | None = None) -> Response:
    """The response that says what went wrong."""
    body: dict[str, Any] = {
        "type": f"{request.app.state.error_docs_base}/{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "error_code": error.code,
        "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
        "retryable": error.retryable,
    }
    sent = dict(headers or {})
    retry_after = _RETRY_UNAVAILABLE if error.status == 503 and not error.retry_after else error.retry_after
    if retry_after is not None:
        # The seed's prose names the one field, its schema the other.
        body["retry_after"] = body["retry_after_seconds"] = retry_after
        sent["Retry-After"] = str(retry_after)
    if error.owner_action_required is not None:
        body["owner_action_required"] = error.owner_action_required
    if error.details is not None:
        body["details"] = error.details
    challenge = getattr(error, "challenge", _CHALLENGE if error.status == 401 else None)
    if challenge is not None:
        sent["WWW-Authenticate"] = challenge
    sent["Cache-Control"] = "no-store"
    if error.status >= 500:
        # Callers' errors look alike whatever they asked for, 404 above all; X-Request-ID tells theirs apart.
        body["request_id"] = request.scope.get("lotgraph.request_id")
    # Callers put keys in the strangest places; none is told back.
    return Response(redact(json.dumps(body, ensure_ascii=False)), error.status, sent, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Let every error of this application leave as a problem."""
    app.add_exception_handler(LotgraphError, _on_engine_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(AnyHTTPException, _on_http_exception)


async def _on_engine_error(request: Request, error: LotgraphError) -> Response:
    if error.status >= 500:
        _log.error("request_failed", code=error.code, detail=error.detail, exc_info=error.__cause__)
    return problem(request, error)


async def _on_invalid_request(request: Request, error: RequestValidationError) -> Response:
    faults = error.errors()[:_MOST_FAULTS]
    if any(fault["type"] == "json_invalid" for fault in faults):
        return problem(request, errors.BadRequest("The body is not valid JSON."))
    return problem(request, errors.Invalid(details=[
        {"loc": list(fault["loc"]), "msg": fault["msg"], "type": fault["type"]} for fault in faults
    ]))


async def _on_http_exception(request: Request, error: HTTPException) -> Response:
    kind = _BY_STATUS.get(error.status_code)
    if kind is None:
        kind = errors.BadRequest if error.status_code < 500 else LotgraphError
    headers = {}
    if kind is errors.MethodNotAllowed:
        headers["Allow"] = ", ".join(_allowed(request))
    return problem(request, kind(), headers)


def _allowed(request: Request) -> list[str]:
    """Methods that some route knows at this path; each route answers only for its own."""
    return [
        method for method in _METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL
               for route in request.app.router.routes)
    ]
