"""Neo4j Community with Neo4j Browser."""

import os
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import neo4j
from neo4j.exceptions import AuthError

from engine.stack import checks
from engine.stack.errors import StackError
from engine.stack.files import read_json, write_json, write_private
from engine.stack.jars import ensure_jars, read_lock
from engine.stack.java import find_java
from engine.stack.options import Options
from engine.stack.server import Server

_LOGS = Path(__file__).parent / "logging"
# Off-heap buffers on arrays need these packages opened; the server's own launcher passes the same.
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


class Neo4jServer(Server):
    """One Neo4j, with its home at `neo4j/` in the stack's folder."""

    name = "neo4j"
    port_names = ("bolt", "http")

    def __init__(self, options: Options, bolt_port: int, http_port: int, password: str) -> None:
        super().__init__(options.home)
        self.options = options
        self.bolt_port = bolt_port
        self.http_port = http_port
        self.password = password
        self._root = options.home / "neo4j"

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.bolt_port}"

    @property
    def browser(self) -> str:
        return f"http://127.0.0.1:{self.http_port}/browser/"

    def prepare(self) -> None:
        self._refuse_downgrade()
        ensure_jars(self.options.neo4j_version)
        if self.process.running() is None:
            # A killed server leaves an unpacked Neo4j Browser behind, a new one each time.
            shutil.rmtree(self._root / "tmp", ignore_errors=True)
        for name in ("data", "logs", "conf", "import", "plugins", "tmp"):
            (self._root / name).mkdir(parents=True, exist_ok=True)
        for name in ("user-logs.xml", "server-logs.xml"):
            shutil.copyfile(_LOGS / name, self._root / "conf" / name)
        write_private(self._root / "conf" / "neo4j.conf", self.configuration())
        self._set_password()
        write_json(self._root / "version.json", {"version": self.options.neo4j_version})

    def configuration(self) -> str:
        settings = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{self.bolt_port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.bolt_port}",
            "server.http.listen_address": f"127.0.0.1:{self.http_port}",
            "server.http.advertised_address": f"127.0.0.1:{self.http_port}",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": self.options.pagecache,
            # One transaction may take two thirds of the heap, all together nine tenths: the server refuses a
            # statement before it runs out of heap.
            "db.memory.transaction.max":
                _share(self.options.transaction, 1) if self.options.transaction else _share(self.options.heap, 0.66),
            "dbms.memory.transaction.total.max": _share(self.options.heap, 0.9),
            # For whoever sets no time limit of his own, such as a person in Neo4j Browser.
            "db.transaction.timeout": "10m",
            "db.tx_log.preallocate": "false",
            "db.tx_log.rotation.size": "64m",
            "db.tx_log.rotation.retention_policy": "256m size",
            "db.logs.query.enabled": "INFO",
            "db.logs.query.threshold": "2s",
            "db.logs.query.parameter_logging_enabled": "false",
            # Twice the default of 5 s would pass at every stop, after the databases are already closed.
            "internal.server.bolt.thread_pool_shutdown_wait_time": "500ms",
            "dbms.usage_report.enabled": "false",
            "client.allow_telemetry": "false",
        }
        if _series(self.options.neo4j_version) >= (2026, 0):
            # New in that series, and on by default: announcing itself on the network, trusting proxy headers.
            settings["server.fleet_discovery.enabled"] = "false"
            settings["dbms.fleet_manager.enabled"] = "false"
            settings["server.http.x_forward.enabled"] = "false"
        return "".join(f"{name}={value}\n" for name, value in settings.items())

    def command(self) -> list[str]:
        opened = [part for name in _OPENED for part in ("--add-opens", f"java.base/{name}=ALL-UNNAMED")]
        return [
            *self._java(), f"-Xms{_share(self.options.heap, 0.25)}", f"-Xmx{self.options.heap}",
            "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError", "-XX:-OmitStackTraceInFastThrow",
            "-Dlog4j2.disable.jmx=true", "-Dio.netty.tryReflectionSetAccessible=true", "-Dfile.encoding=UTF-8",
            f"-Djava.io.tmpdir={self._root}/tmp", *opened,
            "-cp", f"{self._root}/plugins/*:{self._root}/conf/*:{self._jars()}/*",
            entry_point(self._jars(), self.options.neo4j_version),
            f"--home-dir={self._root}", f"--config-dir={self._root}/conf", "--console-mode",
        ]  # fmt: skip

    def environment(self) -> dict[str, str]:
        return {"NEO4J_HOME": str(self._root), "NEO4J_CONF": str(self._root / "conf")}

    def folder(self) -> Path:
        return self._root

    def check(self) -> None:
        driver = neo4j.GraphDatabase.driver(
            self.uri, auth=("neo4j", self.password), connection_timeout=2, max_transaction_retry_time=0
        )
        try:
            # An empty transaction fails where the database itself is not up, though the server is.
            with (
                driver,
                driver.session(database="neo4j") as session,
                session.begin_transaction() as transaction,
            ):
                transaction.commit()
        except AuthError as error:
            raise StackError(
                f"The password in {self.home / 'secrets.json'} is not the one these data were made with.",
                f"put the old file back, or remove {self._root} to begin with an empty graph.",
            ) from error

    def admin(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run neo4j-admin's command line on this home."""
        opened = [part for name in _OPENED for part in ("--add-opens", f"java.base/{name}=ALL-UNNAMED")]
        return subprocess.run(
            [
                *self._java(),
                *opened,
                "-Xmx256m",
                "-cp",
                f"{self._jars()}/*",
                "org.neo4j.cli.AdminTool",
                *arguments,
            ],
            env=dict(os.environ) | self.environment(),
            cwd=self._root,
            capture_output=True,
            text=True,
        )

    def settle(self) -> None:
        if not self._complete.exists():
            write_private(self._complete, self.options.neo4j_version + "\n")

    def recover(self) -> bool:
        """Set aside the data of a very first start that was cut off.

        Neo4j cannot recover a system database whose creation was interrupted. Once a start has completed,
        data are never touched.
        """
        data = self._root / "data"
        if self._complete.exists() or not data.exists():
            return False
        data.rename(self._root / f"data.unfinished-{time.time_ns()}")
        (self._root / "password.json").unlink(missing_ok=True)
        return True

    @property
    def _complete(self) -> Path:
        return self._root / "data" / "first-start-completed"

    def remedy(self) -> str:
        return (
            f"read {self.process.log} and {self._root / 'logs'}; if memory is short set LOTGRAPH_STACK_HEAP=512m;"
            " `make down` and `make up` start afresh, with the data kept."
        )

    def _java(self) -> list[str]:
        return [str(find_java(read_lock(self.options.neo4j_version).java))]

    def _jars(self) -> Path:
        return ensure_jars(self.options.neo4j_version)

    def _set_password(self) -> None:
        """Give the database its password before its first start; a start that died half-way is repeated."""
        started = (self._root / "data" / "databases" / "system").exists()
        if started or read_json(self._root / "password.json") == {"set": True}:
            return
        done = self.admin("dbms", "set-initial-password", self.password)
        if done.returncode != 0:
            raise StackError(f"Neo4j's first password could not be set.\n{done.stdout}{done.stderr}", self.remedy())
        write_json(self._root / "password.json", {"set": True})

    def _refuse_downgrade(self) -> None:
        stored = read_json(self._root / "version.json")
        if stored and _series(stored["version"]) > _series(self.options.neo4j_version):
            raise StackError(
                f"The data in {self._root} were written by Neo4j {stored['version']}, which "
                f"{self.options.neo4j_version} cannot read.",
                f"set NEO4J_VERSION={stored['version']}, or use another folder with LOTGRAPH_HOME.",
            )


def entry_point(lib: Path, version: str) -> str:
    """The class that starts the server, as Neo4j's own jar declares it; its name differs between series."""
    with zipfile.ZipFile(lib / f"neo4j-{version}.jar") as jar:
        return jar.read("META-INF/services/org.neo4j.server.startup.EntryPoint").decode().split()[0]


def _series(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2])


def _share(size: str, part: float) -> str:
    """A part of a memory size in Neo4j's notation, in whole megabytes."""
    return f"{max(1, int(checks.megabytes(size) * part))}m"
