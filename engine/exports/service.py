"""Exports as callers know them: asked for, rendered by a worker, downloaded."""


import structlog

from engine.audit import Audit
from engine.clock import Clock
from engine.errors import NotFound, Unavailable
from engine.exports.rendering import Renderer
from engine.graph import Graph
from engine.identity import Action, Caller, Identity, LotRef
from engine.identity.lots import ASSIGNING
from engine.jobs.job import ExportJob, Format, Status
from engine.jobs.jobs import Jobs, Wanted
from engine.jobs.listing import Filter
from engine.jobs.queue import Queue
from engine.settings import Settings
from engine.storage import Storage
from engine.trace import Direction, Trace

_log = structlog.get_logger("lotgraph.exports")


class Exports:
    """The records of one lot as a file, within the 24 hours of 21 CFR 1.1455(c)."""

    def __init__(
        self,
        graph: Graph,
        storage: Storage,
        identity: Identity,
        trace: Trace,
        jobs: Jobs,
        queue: Queue,
        clock: Clock,
        settings: Settings,
        audit: Audit | None = None,
    ):
        self._graph = graph
        self._storage = storage
        self._identity = identity
        self._jobs = jobs
        self._queue = queue
        self._settings = settings
        self._audit = audit
        self._renderer = Renderer(graph, storage, identity, trace, jobs, clock, settings)

    def request(
        self,
        caller: Caller,
        lot_id: str,
        direction: Direction = Direction.BOTH,
        format: Format = Format.XLSX,
        refresh: bool = False,
    ) -> ExportJob:
        """The job that answers this request, made now where none fits.

        The queue being away is no error: the job is pending and the sweeper hands it over. In eager mode the job is
        rendered here. Raises NotFound to all but the lot's owner, Forbidden to roles that may not export.
        """
        wanted = self._wanted(caller, self._identity.require_owned_lot(caller, lot_id), direction, format)
        return self._begin(caller, *self._jobs.request(wanted, refresh=refresh, lacks_file=self._lacks_file))

    def retry(self, caller: Caller, job_id: str) -> ExportJob:
        """A new job for a failed one. Raises Conflict where it has not failed."""
        failed = self.find(caller, job_id)
        lot = self._identity.require_owned_lot(caller, failed.lot_id)
        wanted = self._wanted(caller, lot, failed.direction, failed.format)
        return self._begin(caller, *self._jobs.retry(failed, wanted))

    def find(self, caller: Caller, job_id: str) -> ExportJob:
        """A job of the caller's organization. Raises NotFound, and Forbidden to roles that may not export."""
        job = self._jobs.find(job_id)
        if job is None or job.organization != caller.organization.no:
            raise NotFound
        caller.require(Action.EXPORT)
        return job

    def page(self, caller: Caller, wanted: Filter, ordering: str, skip: int, limit: int) -> tuple[list[ExportJob], int]:
        """Jobs of the caller's organization, and how many the filter leaves."""
        caller.require(Action.EXPORT)
        return self._jobs.page(caller.organization.no, wanted, ordering, skip, limit)

    def signed_url(self, job: ExportJob) -> str | None:
        """A fresh URL of the file, None unless the job is delivered; minted on every read and never stored."""
        if job.status is not Status.DELIVERED:
            return None
        return self._storage.signed_url(job.artifact, job.filename, self._settings.signed_url_ttl)

    def download(self, caller: Caller, job_id: str) -> str:
        """A fresh URL, counted as one download. Raises NotFound where there is no file."""
        job = self.find(caller, job_id)
        if job.status is not Status.DELIVERED or self._lacks_file(job):
            raise NotFound("This export has no file: it is not delivered, or its file is no longer kept.")
        if self._audit:
            self._audit.record(caller.organization.no, caller.actor, "export.downloaded", job_id)
        return self.signed_url(self._jobs.count_download(job_id))

    def render(self, job_id: str, worker: str) -> None:
        """Render a job if it is to be had; every way this can end is a state of the job."""
        attempt = self._jobs.claim(job_id, worker)
        if attempt is None:
            _log.info("export_not_to_be_had", job=job_id)
            return
        self._renderer.run(attempt)

    def _begin(self, caller: Caller, job: ExportJob, created: bool) -> ExportJob:
        if created and self._audit:
            self._audit.record(caller.organization.no, caller.actor, "export.requested", job.id,
                               {"lot": job.lot_id, "direction": job.direction, "retry_of": job.retry_of})
        if self._settings.exports_eager and not job.ended:
            attempt = self._jobs.claim(job.id, "eager")
            if attempt:
                self._renderer.run(attempt, last=True)
            return self._jobs.find(job.id)
        if created:
            try:
                self._queue.enqueue(job.id)
            except Unavailable:
                _log.warning("queue_away", job=job.id)
        return job

    def _wanted(self, caller: Caller, lot: LotRef, direction: Direction, format: Format) -> Wanted:
        row = self._graph.one("jobs/lot", lot=lot.no, assigning=ASSIGNING)
        return Wanted(
            caller.organization.no,
            caller.organization.id,
            lot.no,
            lot.id,
            direction,
            format,
            row["lot_number"],
            row["gtin"],
            caller.credential_id,
        )

    def _lacks_file(self, job: ExportJob) -> bool:
        """Whether S3 says the file is not there; an S3 that says nothing is no reason to make it again."""
        try:
            return not self._storage.exists(job.artifact)
        except Unavailable:
            return False
