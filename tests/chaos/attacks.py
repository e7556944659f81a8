"""What is done to a deployment, and how long it takes to get over it."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import psutil
import redis

from tests.chaos.services import Deployment

KINDS = ("horse", "worker", "worker and horse", "api", "redis", "redis emptied", "neo4j", "s3")
_PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Attack:
    """kind: of KINDS. at: seconds since the run began. recovered: seconds until everything answered again."""

    kind: str
    at: float
    recovered: float


class Attacker:
    """Breaks one thing at a time and sees it mended."""

    def __init__(self, deployment: Deployment, random: Random):
        self._deployment = deployment
        self._random = random
        self._began = time.monotonic()
        self.attacks: list[Attack] = []

    def strike(self, kind: str) -> bool:
        """Do it and wait for the recovery; False where there was nothing to hit (no work-horse at work)."""
        at = time.monotonic()
        if not self._deeds()[kind]():
            return False
        self.mend()
        self.attacks.append(Attack(kind, round(at - self._began, 1), round(time.monotonic() - at, 2)))
        return True

    def _deeds(self) -> dict[str, Callable[[], bool]]:
        return {
            "horse": self._horse, "worker": lambda: self._worker(False),
            "worker and horse": lambda: self._worker(True), "api": self._api,
            "redis": lambda: self._server("redis"), "redis emptied": self._flush,
            "neo4j": lambda: self._server("neo4j"), "s3": lambda: self._server("s3"),
        }

    def _horse(self) -> bool:
        horses = self._deployment.horses()
        if not horses:
            return False
        with suppress(psutil.NoSuchProcess):
            self._random.choice(horses).kill()
        return True

    def _worker(self, with_horse: bool) -> bool:
        busy = [worker for worker in self._deployment.workers if worker.process.children()]
        worker = self._random.choice(busy or self._deployment.workers)
        family = worker.process.children() if with_horse else []
        if with_horse and not self._deployment.horses():
            return False
        worker.kill()
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        return True

    def _api(self) -> bool:
        self._deployment.services["api"].kill()
        return True

    def _server(self, name: str) -> bool:
        self._deployment.stack.kill(name)
        time.sleep(self._random.uniform(0, 2))
        self._deployment.stack.start(name)
        return True

    def _flush(self) -> bool:
        with redis.Redis.from_url(self._deployment.environment["LOTGRAPH_REDIS_URL"]) as connection:
            connection.flushall()
        return True

    def mend(self) -> None:
        """Start what is gone, as an operator would, until everything answers."""
        over = time.monotonic() + _PATIENCE_SECONDS
        while True:
            self._deployment.ensure()
            if self._deployment.api_answers():
                return
            if time.monotonic() > over:
                raise TimeoutError("the deployment did not recover")
            time.sleep(0.2)
