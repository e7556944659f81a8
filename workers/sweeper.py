"""A process beside the worker that finds jobs nobody works on (`python -m workers.sweeper WORKER PID QUEUE ...`).

It is a process of its own because it keeps a Neo4j driver open, which the worker must not do: it forks.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from engine import logs
from engine.clock import SystemClock
from engine.errors import Unavailable
from engine.findings import Findings
from engine.graph import Graph
from engine.graph.warm import warm
from engine.imports.files import DryRunFiles
from engine.jobs.jobs import Jobs
from engine.jobs.queue import EXPORTS, QUEUES, Queue
from engine.jobs.sweep import sweep
from engine.settings import Settings, settings_from_environment
from engine.storage import Storage
from engine.webhooks import Courier
from workers.chores import Chore
from workers.queues import RedisQueue

log = logging.getLogger(__name__)

_LONGEST_PAUSE_SECONDS = 10
_BEATS_ALIVE = 4
_WEBHOOK_SECONDS = 2
# Plans are made anew as the graph grows; it is better that nobody waits for that.
_PLANS_SECONDS = 30


@dataclass
class Sweeper:
    """Looks, hands over, and goes on looking whatever is away."""

    jobs: Jobs
    queue: Queue
    seconds: float
    failures: int = 0

    def once(self) -> float:
        """One look; returns the seconds until the next."""
        try:
            swept = sweep(self.jobs, self.queue)
        except Unavailable as error:
            if not self.failures:
                log.warning("sweeper waits: %s", error.detail)
            self.failures += 1
            return min(self.seconds * 2 ** min(self.failures, 6), max(_LONGEST_PAUSE_SECONDS, self.seconds))
        if self.failures:
            log.info("sweeper works again")
        self.failures = 0
        if swept.enqueued:
            log.info("enqueued again: %s", ", ".join(swept.enqueued))
        return self.seconds


def run(settings: Settings, worker: str, parent: int, stop: threading.Event, queues: Sequence[str] = QUEUES) -> None:
    """Sweep until stopped or until the process that started this one, the worker `parent`, is gone.

    queues: those the worker listens to. Jobs of every kind are handed over, whichever it takes.
    """
    seconds = settings.limits.sweep_seconds
    graph, queue = Graph.open(settings), RedisQueue(settings)
    sweeper = Sweeper(Jobs(graph, SystemClock(), settings), queue, seconds)
    storage = Storage.open(settings)
    for chore in _chores(graph, storage, settings, stop, queues):
        chore.start()
    try:
        while os.getppid() == parent:
            pause = _turn(sweeper, queue, worker, seconds, queues)
            if stop.wait(pause):
                return
    finally:
        stop.set()
        with suppress(Unavailable):
            queue.say_gone(worker)
        graph.close()
        queue.close()
        storage.close()


def _chores(graph: Graph, storage: Storage, settings: Settings, stop: threading.Event,
            queues: Sequence[str]) -> Iterator[Chore]:
    clock, seconds = SystemClock(), settings.limits.sweep_seconds
    yield from (
        Chore("webhooks", Courier(graph, clock, settings).deliver_due, min(seconds, _WEBHOOK_SECONDS), stop),
        Chore("findings", Findings(graph, clock, settings.limits).settle, seconds, stop),
        Chore("files", DryRunFiles(graph, storage, clock, settings.limits).tidy, seconds, stop),
        Chore("deadlines", Jobs(graph, clock, settings).give_notice, seconds, stop),
    )
    if EXPORTS in queues:  # what is planned ahead is what the first export waits for; once is enough
        yield Chore("plans", lambda: warm(graph) and 0, _PLANS_SECONDS, stop)


def _turn(sweeper: Sweeper, queue: RedisQueue, worker: str, seconds: float, queues: Sequence[str]) -> float:
    try:
        queue.say_alive(worker, _BEATS_ALIVE * max(seconds, _LONGEST_PAUSE_SECONDS), queues)
        return sweeper.once()
    except Unavailable:
        return seconds
    except Exception:
        log.exception("sweeper goes on after an unexpected error")
        return _LONGEST_PAUSE_SECONDS


def main() -> None:
    settings, stop = settings_from_environment(), threading.Event()
    logs.configure(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(settings, sys.argv[1], int(sys.argv[2]), stop, sys.argv[3:] or QUEUES)


if __name__ == "__main__":
    main()
