"""What happens around every request, as plain ASGI."""

import asyncio
import re
import time

import structlog
from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import counting
from api.deps import SecuredRoute, authenticate
from api.problems import problem
from engine import metrics
from engine.errors import LotgraphError, RateLimited, Unavailable
from engine.ids import is_id, new_id

_METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_log = structlog.get_logger("lotgraph.access")

_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Where an answer says nothing itself: caches know nothing of X-API-Key and would keep one caller's for another.
    "Cache-Control": "no-store",
}


class RequestFrame:
    """Gives every request an id, a log line, security headers, and a problem where all else failed."""

    def __init__(self, app: ASGIApp, https: bool):
        self._app = app
        self._headers = dict(_SECURITY_HEADERS)
        if https:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _SANE_ID.fullmatch(given) else new_id()
        scope["lotgraph.request_id"] = request_id
        # Here, so that everybody further in shares it.
        scope.setdefault("state", {})
        started, status = time.perf_counter(), 0

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                headers.update(counting.headers(Request(scope)))
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self._app(scope, receive, framed)
        except Exception:
            _log.exception("unhandled")
            if status:
                raise
            await problem(Request(scope), LotgraphError())(scope, receive, framed)
        finally:
            seconds = time.perf_counter() - started
            route = _template(scope)
            method = scope["method"] if scope["method"] in _METHODS else "other"
            metrics.requests.labels(route or "unmatched", method, str(status)).observe(seconds)
            _log.info("request", method=scope["method"], route=route, path=_path(scope, route), status=status,
                      ms=round(seconds * 1000, 1))


def _template(scope: Scope) -> str | None:
    """The path of the route that answered, with its parameters by name."""
    return getattr(scope.get("route"), "path_format", None)


def _path(scope: Scope, route: str | None) -> str:
    """The path for the log. Parameters are shown where they are ids of ours; others may hold what a record says.

    The query string stays out altogether.
    """
    values = scope.get("path_params", {}).values()
    return scope["path"] if route is None or all(is_id(str(value)) for value in values) else route


class OneSlashOrNone:
    """Takes a path with or without its last slash as the same; a redirect would lose the body of a POST."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["path"]) > 1 and scope["path"].endswith("/"):
            # In place, so that those outside see the same route.
            scope.update(path=scope["path"][:-1], raw_path=scope.get("raw_path", b"")[:-1])
        await self._app(scope, receive, send)


class BodyLimit:
    """Refuses bodies beyond a size, declared or sent; looks only once something reads the body.

    bytes_allowed: of documents and files. member_bytes: of a body with named members, each of which may be a fault to
    tell of: a megabyte of them takes a second of everybody's time. open_bytes: of what nobody has to sign in for.
    """

    def __init__(self, app: ASGIApp, bytes_allowed: int, member_bytes: int, open_bytes: int):
        self._app = app
        self._documents = bytes_allowed
        self._members = member_bytes
        self._open = open_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        seen = 0

        async def limited() -> Message:
            nonlocal seen
            allowed = self._allowed(scope)
            if declared.isdecimal() and int(declared) > allowed:
                raise HTTPException(413)
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > allowed:
                    raise HTTPException(413)
            return message

        await self._app(scope, limited, send)

    def _allowed(self, scope: Scope) -> int:
        route = scope.get("route")
        if not isinstance(route, SecuredRoute):
            return self._open
        return self._documents if route.body_field is None else self._members


class TimeLimit:
    """Answers 503 where nothing was answered in time. What runs then runs to its own bound, and nobody hears of it."""

    def __init__(self, app: ASGIApp, seconds: float):
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = over = False

        async def timed(message: Message) -> None:
            nonlocal started
            if not over:
                started = True
                await send(message)

        async def expire() -> None:
            nonlocal over
            await asyncio.sleep(self._seconds)
            if not started:
                over = True
                metrics.requests_late.inc()
                _log.warning("request_late", route=_template(scope), seconds=self._seconds)
                late = Unavailable("The request took too long. Try again later, or ask for less at once.")
                await problem(Request(scope), late)(scope, receive, send)

        expiry = asyncio.create_task(expire())
        try:
            await self._app(scope, receive, timed)
        finally:
            if over:
                await expiry
            expiry.cancel()


class Counted:
    """Sees to it that every request is counted, and refused where too many came before.

    Requests without a credential are counted before anything else sees them. Routes count those with one, once they
    know whose it is. What is left, unknown paths above all, is counted before its answer leaves.
    """

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not counting.is_counted(scope):
            await self._app(scope, receive, send)
            return
        request, refused = Request(scope), False

        async def refuse(error: RateLimited) -> None:
            nonlocal refused
            refused = True
            await problem(request, error)(scope, receive, send)

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start" and counting.verdict_of(request) is None:
                try:
                    await run_in_threadpool(_count_late, request, message["status"])
                except RateLimited as error:
                    await refuse(error)
            if not refused:
                await send(message)

        if not counting.has_credential(request):
            try:
                await run_in_threadpool(counting.count_address, request)
            except RateLimited as error:
                await refuse(error)
                return
        await self._app(scope, receive, counted)


def _count_late(request: Request, status: int) -> None:
    """Count a request that no route has counted; where a server failed, only look."""
    if status >= 500:
        counting.look(request)
        return
    try:
        counting.admitted(request, authenticate)
    except RateLimited:
        raise
    except LotgraphError:
        if counting.verdict_of(request) is None:
            counting.look(request)
