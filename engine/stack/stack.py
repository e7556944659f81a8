"""The servers of one folder, as one thing to bring up and down."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.stack import checks, ports
from engine.stack.demo_env import write_demo_env
from engine.stack.errors import StackError
from engine.stack.files import locked, read_json, write_json
from engine.stack.neo4j_server import Neo4jServer
from engine.stack.options import SERVERS, SERVICES, Options
from engine.stack.redis_server import RedisServer
from engine.stack.s3_server import BUCKET, REGION, S3Server
from engine.stack.secrets import load_secrets
from engine.stack.server import Server
from engine.stack.services import ApiServer, ImporterServer, WorkerServer


@dataclass(frozen=True)
class ServerStatus:
    """state: `healthy`, `starting` (it runs but does not answer) or `stopped`."""

    name: str
    state: str
    address: str
    pid: int | None
    log: str


class Stack:
    """Neo4j, Redis and S3 in one folder, with the API and workers on top.

    home: shorthand for Options(home=...); further options by keyword.
    tell: hears one line of progress at a time.
    """

    def __init__(
        self,
        home: Path | str | None = None,
        options: Options | None = None,
        tell: Callable[[str], object] = lambda _: None,
        **changes: object,
    ) -> None:
        self.options = options or Options.from_environment(Path(home) if home else None, **changes)
        self.home = self.options.home
        self._tell = tell
        self._ports: dict[str, int] | None = None

    # Bringing up and down

    def up(self, servers_only: bool = False) -> "Stack":
        """Have everything running and healthy; what already runs is left alone."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o700)
        with locked(self.home / "lock"):
            running = {name for name in SERVERS + SERVICES if self.server(name).process.running()}
            if not running.issuperset(SERVERS):
                checks.before_start(self.options)
            self._choose_ports(running)
            self._wait([self._start(name) for name in SERVERS])
            # The API applies the schema, which workers need; these start side by side.
            api, *workers = SERVICES
            for names in () if servers_only else ([api], workers):
                self._wait([self._start(name) for name in names])
            write_demo_env(self.home, self.client_environment())
        return self

    def down(self) -> list[str]:
        """Stop what runs, services first; names of what was stopped. Data, secrets and ports are kept."""
        stopped = []
        with locked(self.home / "lock"):
            for name in reversed(SERVERS + SERVICES):
                if self.server(name).process.stop():
                    self._tell(f"{name} stopped")
                    stopped.append(name)
        return stopped

    def start(self, name: str) -> None:
        """Have one server running and healthy again, on the port it had."""
        with locked(self.home / "lock"):
            self._wait([self._start(name)])

    def stop(self, name: str) -> None:
        """Stop one server."""
        self.server(name).process.stop()

    def kill(self, name: str) -> None:
        """End one server as a crash would."""
        self.server(name).process.kill()

    def __enter__(self) -> "Stack":
        return self

    def __exit__(self, *_: object) -> None:
        self.down()

    # Asking

    def status(self) -> list[ServerStatus]:
        """How each server is."""
        return [self._status(name) for name in SERVERS + SERVICES]

    def environment(self) -> dict[str, str]:
        """The engine's settings for these servers, as environment variables."""
        secrets, at = load_secrets(self.home), self.ports
        return {
            "LOTGRAPH_ENVIRONMENT": "development",
            "LOTGRAPH_PUBLIC_URL": f"http://127.0.0.1:{at['api']}",
            "LOTGRAPH_NEO4J_URI": f"bolt://127.0.0.1:{at['bolt']}",
            "LOTGRAPH_NEO4J_USER": "neo4j",
            "LOTGRAPH_SECRET_KEY": secrets.secret_key,
            "LOTGRAPH_NEO4J_PASSWORD": secrets.neo4j_password,
            "LOTGRAPH_NEO4J_DATABASE": "neo4j",
            "LOTGRAPH_REDIS_URL": f"redis://:{secrets.redis_password}@127.0.0.1:{at['redis']}/0",
            "LOTGRAPH_S3_ENDPOINT": f"http://127.0.0.1:{at['s3']}",
            "LOTGRAPH_S3_REGION": REGION,
            "LOTGRAPH_S3_ACCESS_KEY": secrets.s3_access_key,
            "LOTGRAPH_S3_SECRET_KEY": secrets.s3_secret_key,
            "LOTGRAPH_S3_BUCKET": BUCKET,
        }

    def client_environment(self) -> dict[str, str]:
        """What `demo.env` says about the servers, in the names clients use."""
        said = self.environment()
        return {
            "LOTGRAPH_URL": said["LOTGRAPH_PUBLIC_URL"],
            "NEO4J_URI": said["LOTGRAPH_NEO4J_URI"],
            "NEO4J_USER": said["LOTGRAPH_NEO4J_USER"],
            "NEO4J_PASSWORD": said["LOTGRAPH_NEO4J_PASSWORD"],
            "NEO4J_BROWSER": self._neo4j().browser,
            "REDIS_URL": said["LOTGRAPH_REDIS_URL"],
            "S3_ENDPOINT": said["LOTGRAPH_S3_ENDPOINT"],
            "S3_ACCESS_KEY": said["LOTGRAPH_S3_ACCESS_KEY"],
            "S3_SECRET_KEY": said["LOTGRAPH_S3_SECRET_KEY"],
            "S3_BUCKET": said["LOTGRAPH_S3_BUCKET"],
        }

    @property
    def ports(self) -> dict[str, int]:
        """Port by name, as chosen at the last `up`."""
        if self._ports is None:
            stored = read_json(self.home / "ports.json") or {}
            self._ports = {name: int(stored.get(name) or port) for name, port in ports.PREFERRED_PORTS.items()}
        return self._ports

    def server(self, name: str) -> Server:
        """One of the servers, by name."""
        secrets, at = load_secrets(self.home), self.ports
        match name:
            case "neo4j":
                return self._neo4j()
            case "redis":
                return RedisServer(self.home, at["redis"], secrets.redis_password)
            case "s3":
                return S3Server(self.home, at["s3"], secrets)
            case "api":
                return ApiServer(self.home, at["api"], self.environment())
            case "worker":
                return WorkerServer(self.home, self.environment())
            case "importer":
                return ImporterServer(self.home, self.environment())
        raise StackError(f"There is no server {name!r}.", f"name one of {', '.join(SERVERS + SERVICES)}.")

    def _neo4j(self) -> Neo4jServer:
        at = self.ports
        return Neo4jServer(self.options, at["bolt"], at["http"], load_secrets(self.home).neo4j_password)

    def _choose_ports(self, running: set[str]) -> None:
        held = frozenset(port for name in running for port in self.server(name).port_names)
        remembered = read_json(self.home / "ports.json") or {}
        self._ports = ports.choose(self.options.ports, remembered, self.options.prefer_known_ports, held)
        write_json(self.home / "ports.json", self._ports)

    def _start(self, name: str) -> Server:
        server = self.server(name)
        server.prepare()
        if server.start():
            self._tell(f"{name} starting")
        return server

    def _wait(self, begun: list[Server]) -> None:
        for server in begun:
            began = time.monotonic()
            try:
                server.wait(self.options.start_seconds)
            except StackError:
                server.process.stop()
                if not server.recover():
                    raise
                self._tell(f"{server.name}: an unfinished first start was set aside, starting again")
                self._start(server.name).wait(self.options.start_seconds)
            self._tell(f"{server.name} healthy ({time.monotonic() - began:.1f} s)")

    def _status(self, name: str) -> ServerStatus:
        server = self.server(name)
        running = server.process.running()
        state = "stopped" if running is None else "healthy" if server.healthy() else "starting"
        addresses = {
            "neo4j": f"bolt://127.0.0.1:{self.ports['bolt']} http://127.0.0.1:{self.ports['http']}/browser/",
            "redis": f"127.0.0.1:{self.ports['redis']}",
            "s3": f"http://127.0.0.1:{self.ports['s3']}",
            "api": f"http://127.0.0.1:{self.ports['api']}",
        }
        return ServerStatus(
            name, state, addresses.get(name, ""), running.pid if running else None, str(server.process.log)
        )
