"""Puts the rooms together, once a process."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from engine.capture import Capture
from engine.clock import Clock, SystemClock
from engine.exports.service import Exports
from engine.graph import Graph
from engine.identity import Identity
from engine.jobs.jobs import Jobs
from engine.jobs.queue import NoQueue, Queue
from engine.settings import Settings
from engine.storage import Storage
from engine.trace import Trace


@dataclass(frozen=True)
class Engine:
    """The domain, ready to be asked."""

    settings: Settings
    clock: Clock
    graph: Graph
    storage: Storage
    identity: Identity
    capture: Capture
    trace: Trace
    jobs: Jobs
    exports: Exports

    def prepare(self) -> None:
        """Apply the schema and create the bucket; harmless when both are there."""
        self.graph.apply_schema()
        self.storage.ensure_bucket()


@contextmanager
def open_engine(settings: Settings, clock: Clock | None = None, queue: Queue | None = None) -> Iterator[Engine]:
    """Connect lazily and close everything at the end. Open it in the process that uses it.

    queue: hands jobs to workers; without one they wait for the sweeper of a worker.
    """
    clock = clock or SystemClock()
    with ExitStack() as stack:
        graph = Graph.open(settings)
        stack.callback(graph.close)
        storage = Storage.open(settings)
        stack.callback(storage.close)
        identity = Identity(graph, clock)
        capture = Capture(graph, storage, identity, clock, settings.limits)
        trace = Trace(graph, identity, clock, settings.limits)
        jobs = Jobs(graph, clock, settings)
        exports = Exports(graph, storage, identity, trace, jobs, queue or NoQueue(), clock, settings)
        yield Engine(settings, clock, graph, storage, identity, capture, trace, jobs, exports)
