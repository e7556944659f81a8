"""What can be chosen about a stack."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[2]

NEO4J_VERSION = "5.26.30"
SERVERS = ("neo4j", "redis", "s3")
SERVICES = ("api", "worker", "importer")

# Where people look for these servers; Redis and S3 are shifted to leave those of the machine's own alone.
PREFERRED_PORTS = {"bolt": 7687, "http": 7474, "redis": 16379, "s3": 17070, "api": 8000}


@dataclass(frozen=True)
class Options:
    """How the servers of one folder are started.

    home: folder of everything that belongs to this stack: data, logs, secrets, pid files.
    neo4j_version: one of the versions locked in `locks/`.
    heap, pagecache: Neo4j memory, in Neo4j's notation (`512m`, `2g`).
    transaction: most memory of one transaction; two thirds of the heap where it is not said.
    ports: ports that must be used, by name (see PREFERRED_PORTS); an occupied one is an error.
    prefer_known_ports: try PREFERRED_PORTS before any free port.
    start_seconds: how long one server may take until it is healthy.
    """

    home: Path
    neo4j_version: str = NEO4J_VERSION
    heap: str = "1g"
    pagecache: str = "256m"
    transaction: str | None = None
    ports: Mapping[str, int] = field(default_factory=dict)
    prefer_known_ports: bool = True
    start_seconds: float = 120

    @classmethod
    def from_environment(cls, home: Path | None = None, **changes: object) -> "Options":
        """Options as the environment says, `changes` winning.

        LOTGRAPH_HOME (else .run in the project), NEO4J_VERSION, LOTGRAPH_STACK_HEAP, LOTGRAPH_STACK_PAGECACHE,
        LOTGRAPH_STACK_TRANSACTION and LOTGRAPH_STACK_<NAME>_PORT for each name of PREFERRED_PORTS.
        """
        env = os.environ
        given: dict[str, object] = {"home": Path(home or env.get("LOTGRAPH_HOME") or _PROJECT / ".run").resolve()}
        for name, variable in (
            ("neo4j_version", "NEO4J_VERSION"),
            ("heap", "LOTGRAPH_STACK_HEAP"),
            ("pagecache", "LOTGRAPH_STACK_PAGECACHE"),
            ("transaction", "LOTGRAPH_STACK_TRANSACTION"),
        ):
            if env.get(variable):
                given[name] = env[variable]
        given["ports"] = {
            name: int(env[f"LOTGRAPH_STACK_{name.upper()}_PORT"])
            for name in PREFERRED_PORTS
            if env.get(f"LOTGRAPH_STACK_{name.upper()}_PORT")
        }
        given.update({name: value for name, value in changes.items() if value is not None})
        return cls(**given)  # type: ignore[arg-type]
