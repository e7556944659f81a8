"""Export jobs: asked for, worked on, ended, recovered. Their state is in the graph; the queue only carries ids."""

from collections.abc import Callable
from dataclasses import dataclass, field

from engine.clock import Clock, epoch_ms
from engine.errors import Conflict, NotFound
from engine.graph import Graph, Transaction
from engine.ids import new_id
from engine.jobs import listing, notices, transitions
from engine.jobs.decide import Decision, decide
from engine.jobs.job import ExportJob, Format, Status, job_key
from engine.jobs.listing import Filter
from engine.jobs.transitions import Artifact, Attempt
from engine.jobs.work import Work
from engine.settings import Settings
from engine.trace import Direction


@dataclass(frozen=True)
class Wanted:
    """What a caller asks for. organization, lot: numbers in the graph; the ids are public."""

    organization: int
    organization_id: str
    lot: int
    lot_id: str
    direction: Direction = Direction.BOTH
    format: Format = Format.XLSX
    lot_number: str | None = None
    gtin: str | None = None
    requested_by: str | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """Equal for requests that one job answers."""
        return job_key(self.organization, self.lot_id, self.direction, self.format)


class Jobs(Work[ExportJob]):
    """The life of export jobs."""

    called = "export"

    def __init__(self, graph: Graph, clock: Clock, settings: Settings):
        super().__init__(graph, clock, settings, ExportJob.of)

    # Asking

    def request(self, wanted: Wanted, *, refresh: bool = False,
                lacks_file: Callable[[ExportJob], bool] = lambda _: False) -> tuple[ExportJob, bool]:
        """Get or create: the job that answers, and whether it was made just now.

        lacks_file: whether a delivered job's file is gone; asked only where the answer hangs on it.
        """
        newest, revision = self._graph.reading(
            lambda tx: (_newest(tx, wanted.key), _revision(tx, wanted.organization)))
        gone = None
        if self._decide(newest, revision, refresh, gone) is Decision.RETURN:
            if newest.status is not Status.DELIVERED or not lacks_file(newest):
                return newest, False
            gone = newest.artifact
        return self._graph.transaction(lambda tx: self._request(tx, wanted, refresh, gone))

    def retry(self, failed: ExportJob, wanted: Wanted) -> tuple[ExportJob, bool]:
        """A new job for a failed one, or the live one of its key. Raises Conflict where it has not failed."""
        if failed.status is not Status.FAILED:
            raise Conflict(f"Only a failed export can be retried; this one is {failed.status}.")
        return self._graph.transaction(lambda tx: self._create(tx, wanted, _locked_newest(tx, wanted.key), failed))

    def find(self, job_id: str) -> ExportJob | None:
        """The job with this id."""
        row = self._graph.one("jobs/find", id=job_id)
        return ExportJob.of(row["job"]) if row else None

    def revision(self, organization: int) -> int:
        """The organization's trace_revision now."""
        return self._graph.reading(lambda tx: _revision(tx, organization))

    def page(self, organization: int, wanted: Filter, ordering: str = "-requested_at", skip: int = 0,
             limit: int = 25) -> tuple[list[ExportJob], int]:
        """Jobs of one organization as a filter wants them, and how many there are."""
        return listing.page(self._graph, self._clock, organization, wanted, ordering, skip, limit)

    def count_download(self, job_id: str) -> ExportJob:
        """Count one download. Raises NotFound where there is no delivered job of that id."""
        job = self._graph.transaction(lambda tx: transitions.count_download(tx, job_id))
        if job is None:
            raise NotFound
        return job

    # Working

    def stage(self, attempt: Attempt, artifact: str) -> None:
        """Note the S3 key that is about to be put. Raises Lost."""
        self._graph.transaction(lambda tx: transitions.stage(tx, attempt, artifact, self._clock.now()))

    def deliver(self, attempt: Attempt, artifact: Artifact) -> ExportJob:
        """End the job with its file. Raises Lost."""
        return self._graph.transaction(lambda tx: transitions.deliver(tx, attempt, artifact, self._clock.now()))

    def give_notice(self) -> int:
        """Tell webhooks of exports that nobody has answered for 12, 18, 23 or 24 hours; how many there were."""
        return self._graph.transaction(lambda tx: transitions.give_notice(tx, self._clock.now()))

    # Inside

    def _failed(self, tx: Transaction, job: ExportJob) -> None:
        notices.ended(tx, job, self._clock.now())

    def _decide(self, newest: ExportJob | None, revision: int, refresh: bool, gone: str | None) -> Decision:
        lacks_file = newest is not None and gone is not None and newest.artifact == gone
        return decide(newest, self._clock.now(), revision, refresh=refresh, artifact_gone=lacks_file)

    def _request(self, tx: Transaction, wanted: Wanted, refresh: bool, gone: str | None) -> tuple[ExportJob, bool]:
        newest = _locked_newest(tx, wanted.key)
        match self._decide(newest, _revision(tx, wanted.organization), refresh, gone):
            case Decision.RETURN:
                return newest, False
            case Decision.REPORT:
                transitions.report(tx, newest.id, self._clock.now())
                return newest, False
            case Decision.RETRY:
                return self._create(tx, wanted, newest, newest)
            case Decision.CREATE:
                return self._create(tx, wanted, newest, None)

    def _create(self, tx: Transaction, wanted: Wanted, newest: ExportJob | None, retried: ExportJob | None):
        now, job_id = self._clock.now(), new_id()
        first = retried.first_requested_at if retried else now
        properties = {
            "id": job_id, "chain": retried.chain if retried else job_id, "retry_of": retried.id if retried else None,
            "first_requested_at": epoch_ms(first), "ordinal": newest.ordinal + 1 if newest else 1,
            "organization": wanted.organization, "organization_id": wanted.organization_id,
            "lot": wanted.lot, "lot_id": wanted.lot_id, "lot_number": wanted.lot_number, "gtin": wanted.gtin,
            "direction": wanted.direction.value, "format": wanted.format.value, "requested_by": wanted.requested_by,
        }
        job = transitions.create(tx, wanted.key, properties, now)
        return job, job.id == job_id


def _newest(tx: Transaction, key: str) -> ExportJob | None:
    row = tx.one("jobs/newest", key=key)
    return ExportJob.of(row["job"]) if row else None


def _locked_newest(tx: Transaction, key: str) -> ExportJob | None:
    """The newest job of a key, held until the transaction ends; looked up again in case one came while waiting."""
    newest = _newest(tx, key)
    while newest:
        tx.run("jobs/lock", id=newest.id)
        again = _newest(tx, key)
        if again.id == newest.id:
            return again
        newest = again
    return None


def _revision(tx: Transaction, organization: int) -> int:
    row = tx.one("identity/trace_revision", organization=organization)
    return (row["trace_revision"] or 0) if row else 0
