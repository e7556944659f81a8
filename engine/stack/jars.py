"""Neo4j's jars: resolved once into a lock, fetched by that lock ever after.

A lock in `locks/` names each jar by its Maven path, size and SHA-256. `relock` makes one with jgo.
"""

import hashlib
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from engine.stack.errors import StackError
from engine.stack.fetch import RemoteFile, fetch_all
from engine.stack.files import cache_folder, locked

_LOCKS = Path(__file__).parent / "locks"
_BROWSER = "5.24.0"


@dataclass(frozen=True)
class Lock:
    """What one version of Neo4j consists of; `java` is the least Java version that runs it."""

    version: str
    java: int
    jars: tuple[RemoteFile, ...]


def locked_versions() -> list[str]:
    """Neo4j versions that can be run, oldest first."""
    names = (path.stem.removeprefix("neo4j-") for path in _LOCKS.glob("neo4j-*.toml"))
    return sorted(names, key=lambda name: [int(part) for part in name.split(".")])


def read_lock(version: str) -> Lock:
    """The committed lock of a Neo4j version."""
    path = _LOCKS / f"neo4j-{version}.toml"
    if not path.exists():
        raise StackError(
            f"Neo4j {version} is not locked.",
            f"set NEO4J_VERSION to one of {', '.join(locked_versions())}, or lock it: "
            f"python -m engine.stack relock {version}.",
        )
    found = tomllib.loads(path.read_text())
    jars = tuple(RemoteFile(path=jar["path"], size=jar["size"], sha256=jar["sha256"]) for jar in found["jar"])
    return Lock(found["version"], found["java"], jars)


def ensure_jars(version: str) -> Path:
    """The folder with every jar of a version, fetched and verified on first use, shared by a user's stacks."""
    lock = read_lock(version)
    folder = cache_folder() / "neo4j" / version
    complete = folder / "complete"
    digest = hashlib.sha256("".join(jar.sha256 for jar in lock.jars).encode()).hexdigest()
    with locked(cache_folder() / "neo4j" / f"{version}.lock"):
        whole = complete.exists() and complete.read_text() == digest
        if not whole or any(_size(folder / "lib" / jar.name) != jar.size for jar in lock.jars):
            complete.unlink(missing_ok=True)
            fetch_all(f"Neo4j {version}", lock.jars, folder / "lib", _repositories())
            complete.write_text(digest)
    return folder / "lib"


def relock(version: str) -> Path:
    """Resolve a version with jgo and write its lock; for maintainers."""
    import jgo

    with tempfile.TemporaryDirectory(prefix="lotgraph-relock-") as scratch:
        parts = [f"org.neo4j:neo4j:{version}", f"org.neo4j.app:neo4j-server:{version}"]
        built = jgo.build("+".join([*parts, f"org.neo4j.client:neo4j-browser:{_BROWSER}"]), cache_dir=Path(scratch))
        resolved = tomllib.loads((Path(built.path) / "jgo.lock.toml").read_text())
        sizes = {path.name: path.stat().st_size for path in Path(built.path).rglob("*.jar")}
        return write_lock(version, resolved, sizes)


def write_lock(version: str, resolved: dict, sizes: dict[str, int]) -> Path:
    """Turn jgo's lock (parsed) and the sizes of the files it fetched into a lock of ours."""
    lines = [
        f"# Neo4j Community {version} with Neo4j Browser {_BROWSER}; made by "
        f"`python -m engine.stack relock {version}`.",
        f'version = "{version}"',
        f"java = {resolved['environment']['min_java_version']}",
    ]
    for jar in sorted(resolved["dependencies"], key=_maven_path):
        path = _maven_path(jar)
        size = sizes[path.rpartition("/")[2]]
        lines += ["", "[[jar]]", f'path = "{path}"', f"size = {size}", f'sha256 = "{jar["sha256"]}"']
    target = _LOCKS / f"neo4j-{version}.toml"
    target.write_text("\n".join(lines) + "\n")
    return target


def _maven_path(jar: dict) -> str:
    group, name, version = jar["groupId"].replace(".", "/"), jar["artifactId"], jar["version"]
    classifier = f"-{jar['classifier']}" if jar.get("classifier") else ""
    return f"{group}/{name}/{version}/{name}-{version}{classifier}.jar"


def _repositories() -> list[str]:
    """Where jars come from: jgo's configured Maven repositories."""
    from jgo.maven import MavenContext

    return list(MavenContext().remote_repos.values())


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
