"""What a deployment does again and again beside its jobs, each chore in a thread of the sweeper's process."""

import logging
import threading
from collections.abc import Callable

from engine.errors import Unavailable

log = logging.getLogger(__name__)

_LONGEST_PAUSE_SECONDS = 30.0


class Chore(threading.Thread):
    """Does `work` until told to stop: at once again while it finds something to do, else after `seconds`.

    work: one round; returns how much it found, 0 for nothing. Whatever goes wrong, the chore goes on.
    """

    def __init__(self, name: str, work: Callable[[], int], seconds: float, stop: threading.Event):
        super().__init__(name=name, daemon=True)
        self._work = work
        self._seconds = seconds
        # Of our own class: threading.Thread keeps a method named _stop.
        self._ending = stop
        self._failures = 0

    def run(self) -> None:
        while not self._ending.is_set():
            self._ending.wait(self.once())

    def once(self) -> float:
        """One round; returns the seconds until the next."""
        try:
            found = self._work()
        except Unavailable as error:
            if not self._failures:
                log.warning("%s waits: %s", self.name, error.detail)
        except Exception:
            log.exception("%s goes on after an unexpected error", self.name)
        else:
            self._failures = 0
            return 0.0 if found else self._seconds
        self._failures += 1
        return min(self._seconds * 2 ** min(self._failures, 6), max(_LONGEST_PAUSE_SECONDS, self._seconds))
