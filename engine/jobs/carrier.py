"""Carrying an attempt at a job to an end, whatever goes away meanwhile."""

import time
from collections.abc import Callable
from typing import TypeVar

import structlog

from engine.errors import LotgraphError, Unavailable
from engine.graph import TooMuchAtOnce
from engine.jobs.heartbeat import Pulse, beating
from engine.jobs.transitions import Attempt, Lost
from engine.jobs.work import Work
from engine.limits import Limits

T = TypeVar("T")

_BETWEEN_TRIES_SECONDS = 1.0


class Carrier:
    """Carries attempts at one kind of job to an end: done, failed, postponed, or lost to another worker."""

    def __init__(self, jobs: Work, limits: Limits):
        self._jobs = jobs
        self._limits = limits
        self._log = structlog.get_logger(f"lotgraph.{jobs.called}s")

    def carry(self, attempt: Attempt, make: Callable[[Pulse], T], finish: Callable[[T], None],
              last: bool = False) -> None:
        """Make the result and finish with it. last: a fault fails the job where it would otherwise be tried again."""
        try:
            with beating(self._jobs, attempt, self._limits.heartbeat_seconds) as pulse:
                patience = 0.0 if last else self._limits.outage_seconds
                self._end(attempt, self._outcome(attempt, make, pulse, patience), finish, last)
        except Lost:
            self._log.warning(f"{self._jobs.called}_lost", job=attempt.job.id, attempt=attempt.job.attempts)

    def insist(self, work: Callable[[], T]) -> T:
        """Do it, waiting for the graph as long as the job can be ours: work that is done must not be for nothing."""
        over = time.monotonic() + self._limits.heartbeat_lost_seconds
        while True:
            try:
                return work()
            except Unavailable:
                if time.monotonic() > over:
                    raise
                time.sleep(_BETWEEN_TRIES_SECONDS)

    def _outcome(self, attempt: Attempt, make: Callable[[Pulse], T], pulse: Pulse, patience: float) -> T | Exception:
        """The result, or why there is none. A server away for less than `patience` seconds costs no attempt."""
        over = time.monotonic() + patience
        while True:
            try:
                return make(pulse)
            except (Unavailable, OSError) as fault:
                if isinstance(fault, TooMuchAtOnce) or time.monotonic() >= over:
                    return fault
                self._log.warning(f"{self._jobs.called}_waits", job=attempt.job.id, fault=str(fault))
                time.sleep(_BETWEEN_TRIES_SECONDS)
            except (Lost, LotgraphError) as fault:
                return fault
            except Exception as fault:
                self._log.exception(f"{self._jobs.called}_broke", job=attempt.job.id)
                return fault

    def _end(self, attempt: Attempt, outcome: T | Exception, finish: Callable[[T], None], last: bool) -> None:
        match outcome:
            case Lost():
                raise outcome
            case Unavailable() | OSError() if not last:
                self._log.warning(f"{self._jobs.called}_postponed", job=attempt.job.id, attempt=attempt.job.attempts,
                                  fault=str(outcome))
                self.insist(lambda: self._jobs.postpone(attempt, str(outcome)))
            case LotgraphError():
                self.insist(lambda: self._jobs.fail(attempt, outcome.detail))
            case Exception():
                self.insist(lambda: self._jobs.fail(attempt, LotgraphError.default))
            case _:
                finish(outcome)
