"""The application: `uvicorn --factory api.app:create_app`."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.concurrency import run_in_threadpool

from api import problems
from api.ctes.routes import router as ctes
from api.exports.routes import router as exports
from api.health.routes import router as health
from api.lots.routes import router as lots
from api.middleware import BodyLimit, OneSlashOrNone, RequestFrame
from api.trace.routes import router as trace
from engine import logs
from engine.assembly import open_engine
from engine.clock import Clock
from engine.settings import Settings, settings_from_environment
from workers.queues import RedisQueue

_DESCRIPTION = "Food traceability for FDA's FSMA 204 rule: events in, traces and sortable spreadsheets out."
_ROUTERS = (health, ctes, lots, trace, exports)


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> FastAPI:
    """The API over one engine, which lives as long as the application does."""
    settings = settings or settings_from_environment()
    logs.configure(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with closing(RedisQueue(settings)) as queue, open_engine(settings, clock, queue) as engine:
            await run_in_threadpool(engine.prepare)
            app.state.engine = engine
            yield

    app = FastAPI(title="lotgraph", version=_version(), description=_DESCRIPTION, lifespan=lifespan,
                  redirect_slashes=False)
    app.state.error_docs_base = (settings.error_docs_base or f"{settings.public_url}/docs/errors").rstrip("/")
    problems.install(app)
    for router in _ROUTERS:
        app.include_router(router)
    # The last one added is the outermost.
    app.add_middleware(BodyLimit, bytes_allowed=settings.limits.document_bytes)
    app.add_middleware(OneSlashOrNone)
    app.add_middleware(RequestFrame, https=settings.public_url.startswith("https://"))
    app.openapi = _openapi(app)
    return app


def _openapi(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The document FastAPI makes, with the schema of problems that `problems()` refers to."""
    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version=app.version, description=app.description,
                                routes=app.routes, servers=app.servers)
            schemas = found.setdefault("components", {}).setdefault("schemas", {})
            schemas["ProblemOut"] = problems.ProblemOut.model_json_schema()
            app.openapi_schema = found
        return app.openapi_schema

    return document


def _version() -> str:
    try:
        return version("lotgraph")
    except PackageNotFoundError:
        return "0"
