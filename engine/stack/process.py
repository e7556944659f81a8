"""One server process: started apart from us, recognised later, stopped with care."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from engine.stack.files import read_json, write_json

# Set in the environment of every process of a stack, so that one whose pid file is lost is found again.
_MARK = "LOTGRAPH_STACK_PROCESS"


@dataclass(frozen=True)
class Identity:
    """What tells a process from a later one that got the same number."""

    pid: int
    born: str
    fingerprint: str


def born(pid: int) -> str | None:
    """When a live process began, in a form no two processes of one number share; None if there is none.

    Linux counts ticks since boot, which a changed clock does not move; elsewhere the start time serves.
    A zombie is no live process.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        if fields[0] in "ZX":
            return None
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}:{fields[19]}"
    except OSError:
        pass
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else f"{process.create_time():.2f}"
    except psutil.Error:
        return None


class ServerProcess:
    """A named process of a stack, known by its pid file.

    home: the stack's folder; pid files are in `pids/`, output in `logs/`.
    name: unique within the stack.
    """

    def __init__(self, home: Path, name: str) -> None:
        self.name = name
        self.log = home / "logs" / f"{name}.log"
        self._pid_file = home / "pids" / f"{name}.json"
        self._mark = f"{home}:{name}"
        self._child: subprocess.Popen | None = None

    def running(self) -> Identity | None:
        """The process if it lives, checked against its identity; a stale pid file is removed."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None
        stored = read_json(self._pid_file)
        try:
            known = Identity(**stored) if stored else None
        except TypeError:
            known = None
        if known and born(known.pid) == known.born:
            return known
        lost = self._find_lost()
        if lost is None:
            self._pid_file.unlink(missing_ok=True)
        else:
            write_json(self._pid_file, asdict(lost))
        return lost

    def start(self, command: Sequence[str], env: Mapping[str, str], cwd: Path, fingerprint: str) -> Identity:
        """Start the process in a session of its own, with output appended to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                list(command),
                env={**env, _MARK: self._mark},
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        identity = Identity(self._child.pid, born(self._child.pid) or "", fingerprint)
        write_json(self._pid_file, asdict(identity))
        return identity

    def stop(self, seconds: float = 60) -> bool:
        """Ask the process to end, insist after `seconds`; False if none ran."""
        identity = self.running()
        if identity is not None:
            self._signal(identity, signal.SIGTERM)
            if not self._ended(identity, seconds):
                self._signal(identity, signal.SIGKILL)
                self._ended(identity, 10)
            self._pid_file.unlink(missing_ok=True)
        # What it forked and left behind, now or in an earlier crash.
        for process in self._marked():
            process.terminate()
        return identity is not None

    def kill(self) -> bool:
        """End the process at once, as a crash would: the pid file stays behind. False if none ran."""
        identity = self.running()
        if identity is None:
            return False
        self._signal(identity, signal.SIGKILL)
        return self._ended(identity, 10)

    def last_words(self, lines: int = 15) -> str:
        """The end of the log."""
        try:
            text = self.log.read_bytes()[-8_000:].decode(errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-lines:])

    def _signal(self, identity: Identity, number: int) -> None:
        if born(identity.pid) == identity.born:
            os.kill(identity.pid, number)

    def _ended(self, identity: Identity, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while born(identity.pid) == identity.born:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        if self._child is not None and self._child.pid == identity.pid:
            self._child.wait(timeout=5)
        return True

    def _find_lost(self) -> Identity | None:
        # What the process forks carries the mark too, but only the process we started leads a session.
        for process in self._marked():
            with suppress(OSError):
                began = born(process.pid)
                if began and os.getsid(process.pid) == process.pid:
                    return Identity(process.pid, began, "")
        return None

    def _marked(self) -> Iterator[psutil.Process]:
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if process.environ().get(_MARK) == self._mark:
                    yield process
