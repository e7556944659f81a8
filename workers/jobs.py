"""What a work-horse runs: shells over the engine. Drivers are opened here, in the forked process that uses them."""

import os

import structlog
from rq import get_current_job

from engine.assembly import open_engine
from engine.settings import settings_from_environment


def run_job(job_id: str) -> None:
    """Work on one job of whatever kind, if it is still to be had."""
    message = get_current_job()
    told = structlog.contextvars.bound_contextvars(job=job_id, **(message.meta if message else {}))
    with told, open_engine(settings_from_environment()) as engine:
        engine.run_job(job_id, worker=os.environ.get("RQ_WORKER_ID", f"pid-{os.getpid()}"))
