"""A thread that says an attempt is alive while the work goes on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from engine.errors import Unavailable
from engine.jobs.jobs import Jobs
from engine.jobs.transitions import Attempt, Lost


class Pulse:
    """Whether the attempt still owns its job, as of the last heartbeat."""

    def __init__(self) -> None:
        self._lost = threading.Event()

    def lose(self) -> None:
        """Note that another worker has the job."""
        self._lost.set()

    def check(self) -> None:
        """Raises Lost once another worker has the job: what is left of the work would be for nothing."""
        if self._lost.is_set():
            raise Lost


@contextmanager
def beating(jobs: Jobs, attempt: Attempt, seconds: float) -> Iterator[Pulse]:
    """Beat every `seconds` until the block ends. A graph that does not answer costs a beat, not the work."""
    pulse, ended = Pulse(), threading.Event()

    def beat() -> None:
        while not ended.wait(seconds):
            try:
                jobs.beat(attempt)
            except Lost:
                pulse.lose()
                return
            except Unavailable:
                continue

    thread = threading.Thread(target=beat, name=f"heartbeat-{attempt.job.id}", daemon=True)
    thread.start()
    try:
        yield pulse
    finally:
        ended.set()
        thread.join(timeout=seconds)
