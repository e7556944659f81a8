"""Our own processes: the API and workers."""

import os
import sys
from pathlib import Path

import httpx
import redis

from engine.stack.server import NotYet, Server

_ROOT = Path(__file__).resolve().parents[2]


# Names with the settings' prefix that are meant for clients and for the stack itself.
_NO_SETTINGS = {"HOME", "CACHE", "TEST_HOME", "URL", "API_KEY", "OTHER_API_KEY"}
_BARE_SETTINGS = {"EXPORTS_EAGER", "EXPORT_TEMPLATE", "SIGNED_URL_TTL"}


def _is_setting(name: str) -> bool:
    if name in _BARE_SETTINGS:
        return True
    bare = name.removeprefix("LOTGRAPH_")
    return bare != name and bare not in _NO_SETTINGS and not bare.startswith("STACK_")


class _Service(Server):
    """A Python process of ours, with the stack's settings in its environment."""

    def __init__(self, home: Path, settings: dict[str, str]) -> None:
        super().__init__(home)
        self._settings = settings

    def environment(self) -> dict[str, str]:
        given = {name: value for name, value in os.environ.items() if _is_setting(name)}
        return given | self._settings | {"PYTHONUNBUFFERED": "1"}

    def configuration(self) -> str:
        # A process that runs older code than what is on disk is started anew by the next `up`.
        parts = (path for room in ("engine", "api", "workers", "cypher") for path in (_ROOT / room).rglob("*.[pc]y*"))
        return str(max((path.stat().st_mtime_ns for path in parts if path.suffix in (".py", ".cypher")), default=0))

    def folder(self) -> Path:
        return _ROOT


class ApiServer(_Service):
    """The HTTP API under uvicorn."""

    name = "api"
    port_names = ("api",)

    def __init__(self, home: Path, port: int, settings: dict[str, str]) -> None:
        super().__init__(home, settings)
        self.port = port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return [
            sys.executable, "-m", "uvicorn", "api.app:create_app", "--factory",
            "--host", "127.0.0.1", "--port", str(self.port),
            # Which proxies to believe is a setting of ours.
            "--no-proxy-headers", "--timeout-graceful-shutdown", "30",
        ]  # fmt: skip

    def check(self) -> None:
        answer = httpx.get(f"{self.url}/readyz", timeout=5, trust_env=False)
        if answer.status_code != 200:
            raise NotYet(f"/readyz says {answer.status_code}: {answer.text[:300]}")


class WorkerServer(_Service):
    """One RQ worker of one queue; healthy once it has registered in Redis."""

    name = "worker"
    queue = "exports"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "workers.run", self.queue]

    def check(self) -> None:
        running = self.process.running()
        with redis.Redis.from_url(self._settings["LOTGRAPH_REDIS_URL"], socket_timeout=5) as connection:
            if not running or running.pid not in registered_workers(connection):
                raise NotYet("no worker of this process number has registered in Redis")


class ImporterServer(WorkerServer):
    """The worker of files in, so that none of them keeps an export waiting."""

    name = "importer"
    queue = "imports"


def registered_workers(connection: redis.Redis) -> set[int]:
    """Process numbers of the workers that RQ keeps in Redis, dead ones included until RQ forgets them."""
    keys = connection.smembers("rq:workers")
    return {int(pid) for pid in (connection.hget(key, "pid") for key in keys) if pid}
