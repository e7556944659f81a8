"""Puts the rooms together, once a process."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from engine.audit import Audit
from engine.capture import Capture
from engine.capture.others import OtherRecords
from engine.capture.waiting import Quarantine
from engine.catalogue import Catalogue, Proof
from engine.clock import Clock, SystemClock
from engine.completeness import Completeness
from engine.exports.service import Exports
from engine.findings import Findings
from engine.fsma.rules.transporters import names
from engine.graph import Graph
from engine.identity import Identity
from engine.imports import Imports
from engine.jobs.jobs import Jobs
from engine.jobs.queue import NoQueue, Queue
from engine.jobs.work import kind_of
from engine.plans import Plans
from engine.requests import Requests
from engine.settings import Settings
from engine.storage import Storage
from engine.trace import Trace
from engine.webhooks import Webhooks


@dataclass(frozen=True)
class Engine:
    """The domain, ready to be asked."""

    settings: Settings
    clock: Clock
    graph: Graph
    storage: Storage
    audit: Audit
    webhooks: Webhooks
    plans: Plans
    identity: Identity
    findings: Findings
    capture: Capture
    catalogue: Catalogue
    trace: Trace
    jobs: Jobs
    exports: Exports
    quarantine: Quarantine
    imports: Imports
    requests: Requests
    other_records: OtherRecords
    completeness: Completeness

    def run_job(self, job_id: str, worker: str) -> None:
        """Work on one job of whatever kind, if it is still to be had."""
        kinds = {"export": self.exports.render, "import": self.imports.run, "package": self.requests.run}
        work = kinds.get(kind_of(self.graph, job_id))
        if work:
            work(job_id, worker)

    def prepare(self) -> None:
        """Apply the schema and create the bucket; harmless when both are there."""
        self.graph.apply_schema()
        self.storage.ensure_bucket()


@contextmanager
def open_engine(settings: Settings, clock: Clock | None = None, queue: Queue | None = None,
                read_patience: float | None = None) -> Iterator[Engine]:
    """Connect lazily and close everything at the end. Open it in the process that uses it.

    queue: hands jobs to workers; without one they wait for the sweeper of a worker.
    read_patience: seconds a read waits for an absent graph, where somebody waits for the answer; None: as writes do.
    """
    clock = clock or SystemClock()
    with ExitStack() as stack:
        graph = Graph.open(settings, read_patience)
        stack.callback(graph.close)
        storage = Storage.open(settings)
        stack.callback(storage.close)
        audit = Audit(graph, clock)
        webhooks = Webhooks(graph, clock, settings)
        plans = Plans(graph, clock)
        identity = Identity(graph, clock)
        findings = Findings(graph, clock, settings.limits)
        capture = Capture(graph, storage, identity, clock, settings.limits, findings, names(settings.transporters))
        catalogue = Catalogue(graph, clock, settings.limits, Proof(settings.trusts_places))
        trace = Trace(graph, identity, clock, settings.limits)
        jobs = Jobs(graph, clock, settings)
        exports = Exports(graph, storage, identity, trace, jobs, queue or NoQueue(), clock, settings, audit)
        quarantine = Quarantine(graph, storage, audit, capture, clock)
        imports = Imports(graph, storage, audit, identity, capture, queue or NoQueue(), clock, settings)
        requests = Requests(graph, storage, identity, trace, plans, queue or NoQueue(), clock, settings)
        yield Engine(settings, clock, graph, storage, audit, webhooks, plans, identity, findings,
                     capture, catalogue, trace, jobs, exports, quarantine, imports, requests,
                     OtherRecords(graph, identity, settings.limits),
                     Completeness(graph, identity))
