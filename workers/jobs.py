"""What a work-horse runs: shells over the engine. Drivers are opened here, in the forked process that uses them."""

import os

from engine.assembly import open_engine
from engine.settings import settings_from_environment


def render_export(job_id: str) -> None:
    """Render one export job, if it is still to be had."""
    with open_engine(settings_from_environment()) as engine:
        engine.exports.render(job_id, worker=os.environ.get("RQ_WORKER_ID", f"pid-{os.getpid()}"))
