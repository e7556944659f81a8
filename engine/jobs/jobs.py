"""Export jobs: asked for, worked on, ended, recovered. Their state is in the graph; the queue only carries ids."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from engine.clock import Clock, epoch_ms
from engine.errors import Conflict, NotFound
from engine.graph import Graph, Transaction
from engine.ids import new_id
from engine.jobs import listing, transitions
from engine.jobs.decide import Decision, decide
from engine.jobs.job import ExportJob, Format, Status, job_key
from engine.jobs.listing import Filter
from engine.jobs.transitions import Artifact, Attempt
from engine.settings import Settings
from engine.trace import Direction

RETRY_AFTER = (timedelta(seconds=10), timedelta(seconds=60))
"""Pauses after the first and after every later attempt."""

_AT_ONCE = 1_000


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


class Jobs:
    """The life of export jobs."""

    def __init__(self, graph: Graph, clock: Clock, settings: Settings):
        self._graph = graph
        self._clock = clock
        self._limits = settings.limits

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

    def claim(self, job_id: str, worker: str) -> Attempt | None:
        """Take a job over, or None where another worker has it or it has ended.

        A job whose attempts are used up is failed here: it lost its worker each time.
        """
        attempt = self._graph.transaction(lambda tx: transitions.claim(
            tx, job_id, worker, self._clock.now(), self._lost_before(), self._limits.export_attempts))
        if attempt and attempt.exhausted:
            self.fail(attempt, self._used_up())
            return None
        return attempt

    def beat(self, attempt: Attempt) -> None:
        """Say that the attempt is alive. Raises Lost."""
        self._graph.transaction(lambda tx: transitions.beat(tx, attempt, self._clock.now()))

    def stage(self, attempt: Attempt, artifact: str) -> None:
        """Note the S3 key that is about to be put. Raises Lost."""
        self._graph.transaction(lambda tx: transitions.stage(tx, attempt, artifact, self._clock.now()))

    def deliver(self, attempt: Attempt, artifact: Artifact) -> ExportJob:
        """End the job with its file. Raises Lost."""
        return self._graph.transaction(lambda tx: transitions.deliver(tx, attempt, artifact, self._clock.now()))

    def fail(self, attempt: Attempt, error: str) -> ExportJob:
        """End the job; `error` is what the caller is told. Raises Lost."""
        return self._graph.transaction(lambda tx: transitions.fail(tx, attempt, error, self._clock.now()))

    def postpone(self, attempt: Attempt, fault: str) -> None:
        """Try again later, or fail the job after its last attempt. Raises Lost.

        fault: what stood in the way, kept for operators and never shown to callers.
        """
        if attempt.job.attempts >= self._limits.export_attempts:
            self.fail(attempt, self._used_up())
            return
        retry_at = self._clock.now() + _pause(attempt.job.attempts)
        self._graph.transaction(lambda tx: transitions.postpone(tx, attempt, retry_at, fault))

    def release(self, job_id: str, worker: str) -> bool:
        """Take a job back from a worker whose process died; its next attempt is due after the usual pause."""
        job = self.find(job_id)
        if job is None or job.status is not Status.PROCESSING:
            return False
        retry_at = self._clock.now() + _pause(job.attempts)
        return self._graph.transaction(lambda tx: transitions.release(tx, job_id, worker, retry_at))

    # Recovering

    def idle(self) -> list[str]:
        """Jobs that wait for a worker: pending for a while, due for another attempt, or silent."""
        now = self._clock.now()
        rows = self._graph.read("jobs/idle", now=epoch_ms(now), asked_before=epoch_ms(now - self._grace),
                                lost_before=epoch_ms(self._lost_before()), limit=_AT_ONCE)
        return [row["id"] for row in rows]

    def take_for_queue(self, job_ids: list[str]) -> list[str]:
        """Of these jobs, those this caller is to enqueue: two sweepers never send the same message."""
        now = self._clock.now()
        return self._graph.transaction(lambda tx: transitions.enqueued(tx, job_ids, now - self._grace, now))

    # Inside

    @property
    def _grace(self) -> timedelta:
        return timedelta(seconds=self._limits.queue_grace_seconds)

    def _lost_before(self):
        return self._clock.now() - timedelta(seconds=self._limits.heartbeat_lost_seconds)

    def _used_up(self) -> str:
        return f"The export could not be finished in {self._limits.export_attempts} attempts. Request it again."

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


def _pause(attempts: int) -> timedelta:
    return RETRY_AFTER[min(max(attempts, 1), len(RETRY_AFTER)) - 1]


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
