"""What every server of a stack has in common."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from engine.stack.errors import StackError
from engine.stack.process import ServerProcess


class NotYet(Exception):
    """A server does not answer as it should so far."""


class Server:
    """A process, how to start it and how to tell that it is healthy.

    Subclasses give `command`, `check`, and where needed `prepare` and `environment`.
    """

    name = ""
    port_names: tuple[str, ...] = ()

    def __init__(self, home: Path) -> None:
        self.home = home
        self.process = ServerProcess(home, self.name)

    def prepare(self) -> None:
        """Fetch, build and write what the server needs; may be repeated after any interruption."""

    def command(self) -> Sequence[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """Variables added to a bare environment."""
        return {}

    def folder(self) -> Path:
        return self.home

    def check(self) -> None:
        """Return if the server is healthy, raise anything if it is not so far."""
        raise NotImplementedError

    def settle(self) -> None:
        """What is to be done once the server is healthy; may be repeated."""

    def recover(self) -> bool:
        """Undo a half-finished set-up that keeps the server from starting; False if there is none."""
        return False

    def fingerprint(self) -> str:
        """Changes when a running server would have to be started anew to follow its options."""
        said = json.dumps([[str(part) for part in self.command()], self.environment(), self.configuration()])
        return hashlib.sha256(said.encode()).hexdigest()

    def configuration(self) -> str:
        """Text of the configuration file, if there is one."""
        return ""

    def start(self) -> bool:
        """Start unless the same server already runs; False if it did."""
        fingerprint = self.fingerprint()
        running = self.process.running()
        if running and running.fingerprint == fingerprint:
            return False
        if running:
            self.process.stop()
        self.process.start([str(part) for part in self.command()], self._bare_environment(), self.folder(), fingerprint)
        return True

    def healthy(self) -> bool:
        """Whether the server runs and answers now."""
        if self.process.running() is None:
            return False
        try:
            self.check()
        except Exception:
            return False
        return True

    def wait(self, seconds: float, tell: Callable[[str], object] = lambda _: None) -> None:
        """Return once healthy and settled; StackError with the log's end if it dies or takes too long."""
        deadline = time.monotonic() + seconds
        pause = 0.05
        while True:
            try:
                self.check()
                break
            except StackError:
                raise
            except Exception as error:
                fault = f"{type(error).__name__}: {error}"
            if self.process.running() is None:
                raise StackError(f"{self.name} ended while starting.\n{self.process.last_words()}", self.remedy())
            if time.monotonic() > deadline:
                raise StackError(
                    f"{self.name} was not healthy after {seconds:.0f} s ({fault}).\n{self.process.last_words()}",
                    self.remedy(),
                )
            tell(fault)
            time.sleep(pause)
            pause = min(pause * 1.5, 0.5)
        self.settle()

    def remedy(self) -> str:
        """What a person can do when the server does not start."""
        return f"read {self.process.log}; `make down` and `make up` start afresh, with the data kept."

    def _bare_environment(self) -> dict[str, str]:
        # Settings of another deployment in the caller's shell must not reach these servers.
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("LOTGRAPH_", "NEO4J_", "VGW_"))
        }
        return kept | self.environment()
