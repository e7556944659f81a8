"""The application: `uvicorn --factory api.app:create_app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api import counting, problems
from api.account.routes import router as account
from api.brands.routes import router as brands
from api.completeness.routes import router as completeness
from api.ctes.routes import router as ctes
from api.docs.routes import router as docs
from api.exports.routes import router as exports
from api.findings.routes import router as findings
from api.health.routes import router as health
from api.imports.documents import router as sent_documents
from api.imports.routes import router as imports
from api.locations.routes import router as locations
from api.lots.routes import router as lots
from api.metrics.routes import router as metrics
from api.middleware import BodyLimit, Counted, OneSlashOrNone, RequestFrame, TimeLimit
from api.oauth.routes import router as oauth
from api.openapi import documents
from api.openapi.routes import router as openapi
from api.other_records.routes import router as other_records
from api.plans.routes import router as plans
from api.products.routes import router as products
from api.quarantine.routes import router as quarantine
from api.ratelimit import RateLimits
from api.requests.routes import router as requests
from api.serials.routes import router as serials
from api.session.pages import router as sign_in
from api.session.routes import router as session
from api.shares.routes import router as shares
from api.trace.routes import router as trace
from api.webhooks.routes import router as webhooks
from engine import logs
from engine.assembly import open_engine
from engine.clock import Clock, SystemClock
from engine.settings import Settings, settings_from_environment
from workers.queues import RedisQueue

_DESCRIPTION = "Food traceability for FDA's FSMA 204 rule: events in, traces and sortable spreadsheets out."

# One line a resource, under the app whose OpenAPI document describes it (a router's paths decide that, not its place).
_ROUTERS = (
    # operation: outside every document
    health,
    metrics,
    openapi,
    docs,
    # account
    account,
    oauth,
    session,
    sign_in,
    shares,
    # brands
    brands,
    # compliance
    completeness,
    ctes,
    sent_documents,
    exports,
    findings,
    imports,
    other_records,
    plans,
    quarantine,
    requests,
    trace,
    # epcis: its lots' export and blast radius come with exports and trace
    # integrations
    webhooks,
    # locations
    locations,
    # products
    lots,
    products,
    serials,
)


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> FastAPI:
    """The API over one engine, which lives as long as the application does."""
    settings = settings or settings_from_environment()
    logs.configure(settings)
    limits = RateLimits(settings, clock or SystemClock())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        patience = settings.limits.request_retry_seconds
        with closing(limits), closing(RedisQueue(settings)) as queue, \
                open_engine(settings, clock, queue, patience) as engine:
            await run_in_threadpool(engine.prepare)
            app.state.engine, app.state.queue = engine, queue
            yield

    app = FastAPI(title="lotgraph", version=_version(), description=_DESCRIPTION, lifespan=lifespan,
                  redirect_slashes=False, openapi_url=None, docs_url=None, redoc_url=None,
                  generate_unique_id_function=documents.operation_id)
    app.state.settings = settings
    app.state.error_docs_base = (settings.error_docs_base or f"{settings.public_url}/docs/errors").rstrip("/")
    app.state.rate_limits = limits
    app.state.trusted_proxies = counting.proxies(settings.trusted_proxies)
    problems.install(app)
    for router in _ROUTERS:
        app.include_router(router)
    # The last one added is the outermost.
    bounds = settings.limits
    app.add_middleware(BodyLimit, bytes_allowed=bounds.document_bytes, member_bytes=bounds.member_bytes,
                       open_bytes=bounds.open_bytes)
    app.add_middleware(TimeLimit, seconds=settings.limits.request_seconds)
    app.add_middleware(Counted)
    app.add_middleware(OneSlashOrNone)
    app.add_middleware(RequestFrame, https=settings.public_url.startswith("https://"))
    documents.install(app, settings)
    return app


def _version() -> str:
    try:
        return version("lotgraph")
    except PackageNotFoundError:
        return "0"
