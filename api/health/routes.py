"""`/healthz` and `/readyz`, open to everybody and silent about addresses and versions."""

import time
from collections.abc import Callable

import anyio
import anyio.to_thread
import structlog
from fastapi import APIRouter, Response

from api.deps import EngineDep
from api.health.schemas import AliveOut, DependencyOut, ReadyOut
from engine.readiness import PATIENCE_SECONDS, checks

router = APIRouter(tags=["Health"])
_log = structlog.get_logger("lotgraph.health")

# Threads stuck on a dead server must not use up those that serve requests.
_THREADS = anyio.CapacityLimiter(16)


@router.get("/healthz", response_model=AliveOut)
async def alive() -> AliveOut:
    """Whether this process serves requests at all."""
    return AliveOut()


@router.get("/readyz", response_model=ReadyOut, responses={503: {"model": ReadyOut}})
async def ready(engine: EngineDep, response: Response) -> ReadyOut:
    """Whether each server behind this process answers within two seconds."""
    found: dict[str, DependencyOut] = {}
    async with anyio.create_task_group() as group:
        for name, check in checks(engine).items():
            group.start_soon(_ask, name, check, found)
    is_ready = all(dependency.status == "up" for dependency in found.values())
    response.status_code = 200 if is_ready else 503
    response.headers["Cache-Control"] = "no-store"
    return ReadyOut(status="ready" if is_ready else "not_ready", dependencies=dict(sorted(found.items())))


async def _ask(name: str, check: Callable[[], object], found: dict[str, DependencyOut]) -> None:
    started, up = time.perf_counter(), False
    with anyio.move_on_after(PATIENCE_SECONDS):
        try:
            await anyio.to_thread.run_sync(check, abandon_on_cancel=True, limiter=_THREADS)
            up = True
        except Exception as error:
            _log.warning("dependency_down", dependency=name, error=repr(error))
    latency = round((time.perf_counter() - started) * 1000, 1)
    found[name] = DependencyOut(status="up" if up else "down", latency_ms=latency)
