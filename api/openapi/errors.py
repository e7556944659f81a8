"""Problems as OpenAPI describes them: their schema, the headers they come with, an example of each code."""

from typing import Any

from api.problems import MEDIA_TYPE, ErrorOut
from engine import errors
from engine.errors import LotgraphError

_AT = "2026-05-03T21:00:29+00:00"
_FAULTS = [{"loc": ["body", "name"], "msg": "Field required", "type": "missing"}]
_RETRY_AFTER = {429: 31, 503: 5}

_TEXTS = {
    "RateLimit-Policy": "Every active window, for example `300;w=60, 10000;w=86400`.",
}
_NUMBERS = {
    "RateLimit-Limit": "Quota of the most restrictive window.",
    "RateLimit-Remaining": "Requests left in that window.",
    "RateLimit-Reset": "Seconds until that window ends.",
    "X-RateLimit-Limit": "The same as RateLimit-Limit.",
    "X-RateLimit-Remaining": "The same as RateLimit-Remaining.",
    "X-RateLimit-Reset": "When that window ends, Unix time.",
}
EVERYWHERE = (*_TEXTS, *_NUMBERS, "X-Request-ID")
BY_STATUS = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}


def headers() -> dict[str, Any]:
    """Components of response headers, by name."""
    texts = _TEXTS | {"X-Request-ID": "Id of this request in our logs.",
                      "WWW-Authenticate": "How to authenticate (RFC 9110, 11.6.1)."}
    numbers = _NUMBERS | {"Retry-After": "Seconds to wait before the same request may succeed."}
    return {name: {"description": about, "schema": {"type": kind}}
            for kind, named in (("string", texts), ("integer", numbers)) for name, about in named.items()}


def schema(docs_base: str) -> dict[str, Any]:
    """The schema ErrorOut with examples."""
    found = ErrorOut.model_json_schema()
    for member in found["properties"].values():
        if member.get("default", ...) is None:
            del member["default"]
    shown = (errors.NotFound, errors.Invalid, errors.RateLimited)
    return found | {"examples": [example(kind, docs_base) for kind in shown]}


def response(status: int, docs_base: str) -> dict[str, Any]:
    """The response of one status, with an example of each code it comes with."""
    kinds = [kind for kind in kinds_of_error() if kind.status == status]
    return {
        "description": _DESCRIPTIONS.get(status, kinds[0].title),
        "content": {MEDIA_TYPE: {
            "schema": {"$ref": "#/components/schemas/ErrorOut"},
            "examples": {kind.code: {"value": example(kind, docs_base)} for kind in kinds},
        }},
    }


_DESCRIPTIONS = {422: "Unprocessable Content", 429: "Too Many Requests", 500: "Internal Server Error"}


def kinds_of_error() -> list[type[LotgraphError]]:
    """One class a code, in the order of their status; those that only word a code otherwise are left out."""
    found: dict[str, type[LotgraphError]] = {}
    waiting = [LotgraphError]
    while waiting:
        kind = waiting.pop(0)
        found.setdefault(kind.code, kind)
        waiting.extend(kind.__subclasses__())
    # The base of all callers' errors shares its code with the base of everything.
    return sorted(found.values(), key=lambda kind: (kind.status, kind.code != "validation_error", kind.code))


def example(kind: type[LotgraphError], docs_base: str) -> dict[str, Any]:
    """A problem of one kind as it would be sent."""
    body: dict[str, Any] = {
        "type": f"{docs_base}/{kind.code}", "title": kind.title, "status": kind.status, "detail": kind.default,
        "error_code": kind.code, "timestamp": _AT, "retryable": kind.retryable,
    }
    if kind.status in _RETRY_AFTER:
        body["retry_after"] = body["retry_after_seconds"] = _RETRY_AFTER[kind.status]
    if kind is errors.Invalid:
        body["details"] = _FAULTS
    return body
