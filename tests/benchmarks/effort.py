"""What work costs: time on the wall, and time of the processors, which neighbours on a busy machine hardly change."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil


@dataclass
class Spent:
    """Seconds. cpu: of this process and of the server that worked for it."""

    wall: float = 0.0
    cpu: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.wall + other.wall, self.cpu + other.cpu)


@contextmanager
def spending(server: psutil.Process | None) -> Iterator[Spent]:
    """Measures its body; the figures stand when it ends."""
    spent = Spent()
    wall, cpu = time.perf_counter(), _cpu(server)
    yield spent
    spent.wall, spent.cpu = time.perf_counter() - wall, _cpu(server) - cpu


def _cpu(server: psutil.Process | None) -> float:
    own = time.process_time()
    if server is None:
        return own
    times = server.cpu_times()
    return own + times.user + times.system
