"""The worker of a deployment: `python -m workers.run [QUEUE ...]`, all queues unless some are named.

Any number may run, on any number of machines; one that listens to several queues takes exports first. Redis, Neo4j
and S3 may be away at the start or later; the worker waits and goes on. SIGTERM lets the running job finish, a second
one ends it.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from redis.exceptions import RedisError

from engine import logs
from engine.assembly import open_engine
from engine.clock import SystemClock
from engine.errors import Unavailable
from engine.graph import Graph
from engine.jobs.jobs import Jobs
from engine.jobs.queue import QUEUES
from engine.settings import Settings, settings_from_environment
from workers import jobs
from workers.worker import JobWorker, worker_name

log = logging.getLogger(__name__)

_LONGEST_PAUSE_SECONDS = 5.0


class Keeper(threading.Thread):
    """Keeps one sweeper process running beside the worker."""

    def __init__(self, name: str, queues: Sequence[str] = QUEUES):
        super().__init__(name="sweeper-keeper", daemon=True)
        self._command = [sys.executable, "-m", "workers.sweeper", name, str(os.getpid()), *queues]
        self._ending = threading.Event()
        self._process: subprocess.Popen | None = None

    def run(self) -> None:
        while not self._ending.is_set():
            self._process = subprocess.Popen(self._command)
            self._process.wait()
            self._ending.wait(1)

    def end(self) -> None:
        """Stop the sweeper, and wait for it a moment."""
        self._ending.set()
        if self._process:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)


def release_from_dead(settings: Settings, job_id: str, worker: str) -> None:
    """Give back the job of a killed work-horse; where the graph is away its lost heartbeat tells the same later.

    The driver is closed again before the next fork.
    """
    graph = Graph.open(settings)
    try:
        if Jobs(graph, SystemClock(), settings).release(job_id, worker):
            log.warning("work-horse of job %s died; the job goes back", job_id)
    except Unavailable:
        log.warning("work-horse of job %s died while the graph is away", job_id)
    finally:
        graph.close()


def work(settings: Settings, queues: Sequence[str] = QUEUES) -> None:
    """Work until asked to stop, starting anew whenever RQ gives up."""
    pause = 0.5
    while True:
        signal.signal(signal.SIGTERM, _leave)
        signal.signal(signal.SIGINT, _leave)
        began = time.monotonic()
        try:
            worker = JobWorker(settings, lambda job_id, name: release_from_dead(settings, job_id, name), queues)
            worker.work(logging_level=settings.log_level.upper())
            if worker.asked_to_stop:
                return
        except RedisError as error:
            log.warning("Redis is away: %s", error)
        pause = 0.5 if time.monotonic() - began > 30 else min(pause * 2, _LONGEST_PAUSE_SECONDS)
        time.sleep(pause)


def main(arguments: Sequence[str] = ()) -> None:
    queues = listened_to(arguments)
    settings = settings_from_environment()
    logs.configure(settings)
    _warm(settings)
    keeper = Keeper(worker_name(), queues)
    keeper.start()
    try:
        work(settings, queues)
    finally:
        keeper.end()


def listened_to(arguments: Sequence[str]) -> tuple[str, ...]:
    """The queues named, exports first; all of them where none is. Ends the process on a name that is none."""
    unknown = sorted(set(arguments) - set(QUEUES))
    if unknown:
        raise SystemExit(f"There is no queue {unknown[0]!r}; name some of {', '.join(QUEUES)}.")
    return tuple(queue for queue in QUEUES if queue in arguments or not arguments)


def _warm(settings: Settings) -> None:
    """Load what every work-horse needs, so that a fork has it: a second a job otherwise. Nothing is connected."""
    with open_engine(settings):
        logging.getLogger(jobs.__name__).debug("ready to fork")


def _leave(*_: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
