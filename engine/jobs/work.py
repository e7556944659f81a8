"""Working on jobs of any kind: claimed, kept alive, given up, given back, and found again."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from engine.clock import Clock, epoch_ms
from engine.graph import Graph, Transaction
from engine.jobs import transitions
from engine.jobs.transitions import Attempt
from engine.settings import Settings

J = TypeVar("J")

RETRY_AFTER = (timedelta(seconds=10), timedelta(seconds=60))
"""Pauses after the first and after every later attempt."""

_AT_ONCE = 1_000


class Work(Generic[J]):
    """What the workers of one kind of job do with its state in the graph.

    Every job is a :Job node with `id`, `work` (its kind), `status`, `attempts`, `enqueued_at` and, while a worker has
    it, `token`, `worker` and `heartbeat_at`.
    """

    called: ClassVar[str] = "job"

    def __init__(self, graph: Graph, clock: Clock, settings: Settings, read: Callable[[Mapping[str, Any]], J]):
        self._graph = graph
        self._clock = clock
        self._limits = settings.limits
        self._read = read

    # Working

    def claim(self, job_id: str, worker: str) -> Attempt | None:
        """Take a job over, or None where another worker has it or it has ended.

        A job whose attempts are used up is failed here: it lost its worker each time.
        """
        attempt = self._graph.transaction(lambda tx: transitions.claim(
            tx, job_id, worker, self._clock.now(), self._lost_before(), self._limits.export_attempts, self._read))
        if attempt and attempt.exhausted:
            self.fail(attempt, self._used_up())
            return None
        return attempt

    def beat(self, attempt: Attempt) -> None:
        """Say that the attempt is alive. Raises Lost."""
        self._graph.transaction(lambda tx: transitions.beat(tx, attempt, self._clock.now()))

    def fail(self, attempt: Attempt, error: str) -> J:
        """End the job; `error` is what the caller is told. Raises Lost."""
        def write(tx: Transaction) -> J:
            node, before = transitions.fail(tx, attempt, error, self._clock.now())
            failed = self._read(node)
            if not before:
                self._failed(tx, failed)
            return failed

        return self._graph.transaction(write)

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
        """Take a job of any kind back from a worker whose process died; its next attempt is due after a pause."""
        return self._graph.transaction(lambda tx: transitions.release(tx, job_id, worker, self._next_attempt))

    # Recovering

    def idle(self) -> dict[str, str]:
        """Jobs that wait for a worker, each with its kind: pending for a while, due for another attempt, or silent."""
        now = self._clock.now()
        rows = self._graph.read("jobs/idle", now=epoch_ms(now), asked_before=epoch_ms(now - self._grace),
                                lost_before=epoch_ms(self._lost_before()), limit=_AT_ONCE)
        return {row["id"]: row["work"] for row in rows}

    def take_for_queue(self, job_ids: list[str]) -> list[str]:
        """Of these jobs, those this caller is to enqueue: two sweepers never send the same message."""
        now = self._clock.now()
        return self._graph.transaction(lambda tx: transitions.enqueued(tx, job_ids, now - self._grace, now))

    # Inside

    def _failed(self, tx: Transaction, job: J) -> None:
        """What a kind of job writes beside its failure, in the same transaction."""

    @property
    def _grace(self) -> timedelta:
        return timedelta(seconds=self._limits.queue_grace_seconds)

    def _lost_before(self) -> datetime:
        return self._clock.now() - timedelta(seconds=self._limits.heartbeat_lost_seconds)

    def _next_attempt(self, attempts: int) -> datetime:
        return self._clock.now() + _pause(attempts)

    def _used_up(self) -> str:
        return f"The {self.called} could not be finished in {self._limits.export_attempts} attempts. Request it again."


def kind_of(graph: Graph, job_id: str) -> str | None:
    """What kind of job this is, None where there is none."""
    row = graph.one("jobs/any", id=job_id)
    return row["job"]["work"] if row else None


def _pause(attempts: int) -> timedelta:
    return RETRY_AFTER[min(max(attempts, 1), len(RETRY_AFTER)) - 1]
