"""The API and the workers of a chaos run: child processes that an operator starts again whenever they are gone."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import httpx
import psutil

from engine.stack import Stack
from tests.processes import horse_of

ROOT = Path(__file__).parents[2]


class Service:
    """One process of ours that is started again when it is gone."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: BinaryIO):
        self.name = name
        self._command = command
        self._environment = environment
        self._log = log
        self.process: psutil.Popen | None = None

    def ensure(self) -> None:
        """Start it unless it runs."""
        if self.process is None or self.process.poll() is not None:
            self.process = psutil.Popen(self._command, cwd=ROOT, env=self._environment, stdout=self._log,
                                        stderr=self._log)

    def kill(self) -> None:
        """End it as a crash would; its children stay."""
        with suppress(psutil.NoSuchProcess):
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        """End it and whatever it started."""
        if self.process is None:
            return
        with suppress(psutil.NoSuchProcess):
            family = [*self.process.children(recursive=True), self.process]
            self.process.terminate()
            psutil.wait_procs(family, timeout=15)
            for process in family:
                with suppress(psutil.NoSuchProcess):
                    process.kill()


# What is tried here is what survives, and one key asks for all of it.
_NO_RATE = {f"LOTGRAPH_RATE_LIMIT_PER_{window}": "1000000" for window in ("MINUTE", "DAY")}


class Deployment:
    """Servers, an API and two workers in one folder, on ports of their own."""

    def __init__(self, home: Path, limits: dict[str, str]):
        self.home = home
        self.stack = Stack(home, heap="512m", pagecache="64m", prefer_known_ports=False, ports={})
        self._limits = limits
        self.services: dict[str, Service] = {}

    def up(self) -> "Deployment":
        self.stack.up(servers_only=True)
        self.environment = {**_without_settings(os.environ), **self.stack.environment(), **_NO_RATE, **self._limits}
        port = str(self.stack.ports["api"])
        self.url = f"http://127.0.0.1:{port}"
        self._log = (self.home / "services.log").open("ab")
        api = ["-m", "uvicorn", "api.app:create_app", "--factory", "--host", "127.0.0.1", "--port", port]
        commands = {"api": api, "worker-1": ["-m", "workers.run"], "worker-2": ["-m", "workers.run"]}
        self.services = {name: Service(name, [sys.executable, *command], self.environment, self._log)
                         for name, command in commands.items()}
        self.ensure()
        return self

    def ensure(self) -> None:
        """Start whatever of ours is gone, as a supervisor would."""
        for service in self.services.values():
            service.ensure()

    def down(self) -> None:
        for service in self.services.values():
            service.stop()
        self.stack.down()
        self._log.close()

    @property
    def workers(self) -> list[Service]:
        return [service for name, service in self.services.items() if name != "api"]

    def horses(self) -> list[psutil.Process]:
        """The work-horses at work."""
        found = []
        for worker in self.workers:
            with suppress(psutil.NoSuchProcess):
                found.append(horse_of(worker.process))
        return [horse for horse in found if horse]

    def api_answers(self) -> bool:
        """Whether the API and all it stands on answer."""
        try:
            return httpx.get(f"{self.url}/readyz", timeout=3, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


def _without_settings(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("LOTGRAPH_")}
