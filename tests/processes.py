"""Worker processes as tests start and watch them from outside."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import TypeVar

import psutil
from redis import Redis

from engine.settings import Settings

T = TypeVar("T")

ROOT = Path(__file__).parents[1]
QUICK = {"LOTGRAPH_LIMIT_SWEEP_SECONDS": "0.5", "LOTGRAPH_LIMIT_QUEUE_GRACE_SECONDS": "1",
         "LOTGRAPH_LIMIT_HEARTBEAT_SECONDS": "0.5", "LOTGRAPH_LIMIT_HEARTBEAT_LOST_SECONDS": "5"}
"""Limits that let a dead worker be noticed within seconds."""


@contextmanager
def worker_starter(environment: dict[str, str], log: Path) -> Iterator[Callable[..., psutil.Process]]:
    """Starts worker processes of all or of some queues, stopped at the end.

    environment: of the servers, with limits of the test; the one process may be given further ones.
    """
    with ExitStack() as stack:
        def start(*queues: str, **further: str) -> psutil.Process:
            file = stack.enter_context(log.open("ab"))
            process = subprocess.Popen([sys.executable, "-m", "workers.run", *queues], cwd=ROOT,
                                       env={**os.environ, **QUICK, **environment, **further}, stdout=file, stderr=file)
            stack.callback(_end, process)
            return psutil.Process(process.pid)
        yield start


def horse_of(worker: psutil.Process) -> psutil.Process | None:
    """The work-horse of a worker: the child that is a fork of it, not its sweeper."""
    for child in worker.children():
        try:
            if "workers.sweeper" not in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE:
                return child
        except psutil.NoSuchProcess:
            continue
    return None


def waiting_for_work(settings: Settings) -> int:
    """How many workers of all deployments on the settings' Redis wait there for a message."""
    with Redis.from_url(settings.redis_url.get_secret_value()) as redis:
        return sum("b" in client["flags"] for client in redis.client_list())


def within(seconds: float, condition: Callable[[], T]) -> T:
    """The condition's answer once it is true."""
    over, pause = time.monotonic() + seconds, Event()
    while not (answer := condition()):
        assert time.monotonic() < over, "it did not come true in time"
        pause.wait(0.05)
    return answer


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
