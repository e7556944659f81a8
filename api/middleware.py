"""What happens around every request, as plain ASGI."""

import re
import time

import structlog
from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem
from engine.errors import LotgraphError
from engine.ids import new_id

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_log = structlog.get_logger("lotgraph.access")

_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
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
        started, status = time.perf_counter(), 0

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
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
            # The query string stays out of the log: it may hold what only the caller should know.
            _log.info("request", method=scope["method"], path=scope["path"], status=status,
                      ms=round((time.perf_counter() - started) * 1000, 1))


class OneSlashOrNone:
    """Takes a path with or without its last slash as the same; a redirect would lose the body of a POST."""

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["path"]) > 1 and scope["path"].endswith("/"):
            scope = {**scope, "path": scope["path"][:-1], "raw_path": scope.get("raw_path", b"")[:-1]}
        await self._app(scope, receive, send)


class BodyLimit:
    """Refuses bodies beyond a size, declared or sent; looks only once something reads the body."""

    def __init__(self, app: ASGIApp, bytes_allowed: int):
        self._app = app
        self._allowed = bytes_allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        seen = 0

        async def limited() -> Message:
            nonlocal seen
            if declared.isdigit() and int(declared) > self._allowed:
                raise HTTPException(413)
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > self._allowed:
                    raise HTTPException(413)
            return message

        await self._app(scope, limited, send)
