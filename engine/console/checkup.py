"""What `lotgraph doctor` looks at."""

import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx
import psutil
import redis

from engine.assembly import Engine, open_engine
from engine.console.local import operator_settings
from engine.errors import LotgraphError
from engine.graph.schema import steps
from engine.settings import Settings
from engine.stack import Stack, ports
from engine.stack.checks import megabytes
from engine.stack.errors import StackError
from engine.stack.gateway import find_go, gateway_path
from engine.stack.jars import locked_versions, read_lock
from engine.stack.java import find_java, java_version
from engine.stack.redis_server import find_redis, redis_version
from workers.queues import RedisQueue

# S3 signatures are refused from 15 minutes on; a date on a record is wrong long before.
_SKEW_SECONDS = 5


@dataclass(frozen=True)
class Finding:
    """One thing looked at. state: `ok`, `note` (works, worth knowing) or `bad`."""

    name: str
    state: str
    found: str
    remedy: str = ""


def machine(stack: Stack) -> Iterator[Finding]:
    """Programs, memory, disk and ports of this machine."""
    supported = sys.version_info[:2] == (3, 11)
    remedy = "" if supported else "3.11 is what is tested"
    yield Finding("Python", "ok" if supported else "note", platform.python_version(), remedy)
    yield _tried("Java", lambda: _java(stack))
    yield _tried("Redis program", lambda: f"{'.'.join(map(str, redis_version(find_redis())))} at {find_redis()}")
    built = gateway_path()
    yield _tried("S3 program", lambda: str(built) if built.exists() else f"not built yet, will be by {find_go()}")
    version = stack.options.neo4j_version
    yield _tried("Neo4j version", lambda: f"{read_lock(version).version} of {', '.join(locked_versions())}")
    yield _memory(stack)
    yield _disk(stack)
    yield from _ports(stack)


def servers(stack: Stack) -> Iterator[Finding]:
    """State, version and contents of each server, and its clock beside ours."""
    if not os.environ.get("LOTGRAPH_NEO4J_URI"):
        for server in stack.status():
            state = "ok" if server.state == "healthy" else "bad"
            yield Finding(server.name, state, f"{server.state} {server.address}", "" if state == "ok" else "make up")
    settings = operator_settings(retry_seconds=1)
    with open_engine(settings) as engine:
        yield _asked("Neo4j", lambda: _graph(engine))
        yield _asked("Schema", lambda: _schema(engine))
        yield _asked("Queue", lambda: _queue(settings))
        yield _asked("Bucket", lambda: _bucket(engine))
        yield _asked("Clocks", lambda: _clocks(settings))


def _tried(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, "ok", look())
    except StackError as error:
        return Finding(name, "bad", error.what, error.remedy)


def _asked(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (LotgraphError, redis.RedisError, httpx.HTTPError) as error:
        return Finding(name, "bad", f"does not answer: {error}", "make up, then lotgraph status; logs are in .run/logs")


def _java(stack: Stack) -> str:
    java = find_java(read_lock(stack.options.neo4j_version).java)
    return f"{java_version(java)} at {java}"


def _memory(stack: Stack) -> Finding:
    needed = megabytes(stack.options.heap) + megabytes(stack.options.pagecache)
    memory = psutil.virtual_memory()
    found = f"{memory.available // 2**20} of {memory.total // 2**20} MB available; Neo4j is given {needed} MB"
    if memory.total // 2**20 < needed * 2:
        return Finding("Memory", "note", found, "a smaller LOTGRAPH_STACK_HEAP leaves more to everything else")
    return Finding("Memory", "ok", found)


def _disk(stack: Stack) -> Finding:
    folder = stack.home if stack.home.exists() else stack.home.parent
    usage = shutil.disk_usage(folder)
    found = f"{usage.free / 1e9:.1f} GB free at {folder}"
    if usage.free < 2e9:
        return Finding("Disk", "bad", found, "free some disk, or put the folder elsewhere with LOTGRAPH_HOME")
    return Finding("Disk", "ok", found)


def _ports(stack: Stack) -> Iterator[Finding]:
    ours = {port for name in ("neo4j", "redis", "s3", "api") for port in _held(stack, name)}
    for name, port in stack.ports.items():
        if port in ours:
            yield Finding(f"Port {name}", "ok", f"{port}, ours")
        elif ports.is_free(port):
            yield Finding(f"Port {name}", "ok", f"{port}, free")
        else:
            remedy = f"another is taken at the next start; LOTGRAPH_STACK_{name.upper()}_PORT names one"
            yield Finding(f"Port {name}", "note", f"{port} is held by {ports.holder(port)}", remedy)


def _held(stack: Stack, name: str) -> list[int]:
    server = stack.server(name)
    return [stack.ports[port] for port in server.port_names] if server.process.running() else []


def _graph(engine: Engine) -> Finding:
    said = engine.graph.server()
    return Finding("Neo4j", "ok", f"{said['version']} {said['edition']} at {engine.settings.neo4j_uri}")


def _schema(engine: Engine) -> Finding:
    applied = {row["name"] for row in engine.graph.read("schema/applied")}
    missing = [name for name in steps() if name not in applied]
    if missing:
        found = f"{len(missing)} of {len(steps())} steps missing"
        return Finding("Schema", "bad", found, "start the API: it applies them")
    return Finding("Schema", "ok", f"all {len(steps())} steps applied")


def _queue(settings: Settings) -> Finding:
    with redis.Redis.from_url(settings.redis_url.get_secret_value(), socket_timeout=2) as connection:
        version = connection.info("server")["redis_version"]
    with closing(RedisQueue(settings)) as queues:
        listeners = queues.listeners()
        told = [f"{queue}: {waiting} waiting, {listeners[queue]} listening"
                for queue, (waiting, _) in queues.backlog().items()]
    found = f"Redis {version}, {'; '.join(told)}"
    deserted = [queue for queue, workers in listeners.items() if not workers]
    if deserted:
        return Finding("Queue", "bad", found, f"start a worker: make up, or python -m workers.run {' '.join(deserted)}")
    return Finding("Queue", "ok", found)


def _bucket(engine: Engine) -> Finding:
    engine.storage.ping()
    return Finding("Bucket", "ok", f"{engine.settings.s3_bucket} at {engine.settings.s3_endpoint}")


def _clocks(settings: Settings) -> Finding:
    with redis.Redis.from_url(settings.redis_url.get_secret_value(), socket_timeout=2) as connection:
        seconds, microseconds = connection.time()
        skews = {"Redis": seconds + microseconds / 1e6 - time.time()}
    # A second of Date's is cut off, so half of one is expected.
    said = httpx.get(settings.s3_endpoint, timeout=5).headers.get("Date")
    if said:
        skews["S3"] = parsedate_to_datetime(said).timestamp() + 0.5 - time.time()
    found = ", ".join(f"{name} {skew:+.1f} s" for name, skew in skews.items())
    if any(abs(skew) > _SKEW_SECONDS for skew in skews.values()):
        return Finding("Clocks", "bad", found, "set the clocks by NTP: signed addresses and dates depend on them")
    return Finding("Clocks", "ok", found)
