"""`/metrics` for Prometheus: with a token where one is set, else for this machine alone."""

import os
import secrets

import anyio
import anyio.to_thread
import structlog
from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import Response

from api.counting import is_local
from api.metrics.deployment import Held, Question, questions, reachable
from api.problems import problems
from engine.errors import NotFound, Unauthorized
from engine.readiness import PATIENCE_SECONDS

router = APIRouter(tags=["Operation"])
_log = structlog.get_logger("lotgraph.metrics")

# Threads stuck on a dead server must not use up those that serve requests.
_THREADS = anyio.CapacityLimiter(8)


@router.get("/metrics", response_class=Response, responses={
    200: {"content": {"text/plain": {}}, "description": "Prometheus text format"}, **problems(401, 404)})
async def metrics(request: Request) -> Response:
    """What this process has counted, and the state of the deployment."""
    _admit(request)
    state = request.app.state
    found: list[Metric] = []
    up: dict[str, bool] = {}
    async with anyio.create_task_group() as group:
        for server, question in questions(state.engine, state.queue).items():
            group.start_soon(_ask, server, question, found, up)
    now = CollectorRegistry()
    now.register(Held([*sorted(found, key=lambda metric: metric.name), reachable(dict(sorted(up.items())))]))
    body = await anyio.to_thread.run_sync(lambda: generate_latest(_counted()) + generate_latest(now), limiter=_THREADS)
    return Response(body, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})


def _admit(request: Request) -> None:
    """Raise Unauthorized without the token; without a token set, NotFound to everybody elsewhere."""
    token = request.app.state.settings.metrics_token
    if token is None:
        if not is_local(request):
            raise NotFound
        return
    given = request.headers.get("authorization", "").partition(" ")[2].strip()
    if not secrets.compare_digest(given.encode(), token.get_secret_value().encode()):
        raise Unauthorized("Send the metrics token as a bearer token.")


def _counted() -> CollectorRegistry:
    """What was counted: by this process, or by all of them where they write to one folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


async def _ask(server: str, question: Question, found: list[Metric], up: dict[str, bool]) -> None:
    up[server] = False
    with anyio.move_on_after(PATIENCE_SECONDS):
        try:
            found.extend(await anyio.to_thread.run_sync(question, abandon_on_cancel=True, limiter=_THREADS))
            up[server] = True
        except Exception as error:
            _log.warning("dependency_down", dependency=server, error=type(error).__name__)
