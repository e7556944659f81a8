"""Servers for the tests that need them: one stack a run, in a folder of its own, on free ports."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from engine.graph import Graph
from engine.settings import Settings
from engine.stack import Stack
from engine.stack.abandoned import claim, clear_abandoned
from engine.stack.options import SERVERS

_PREFIX = "lotgraph-test-"

# One run finds what the next one finds, however busy the machine is. `--hypothesis-profile default` looks elsewhere.
hypothesis.settings.register_profile("steady", derandomize=True, database=None, deadline=None,
                                     suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", type=int, default=4, help="Requests made up for each operation and kind of data.")


@pytest.fixture(scope="session")
def servers() -> Iterator[Stack]:
    """Neo4j, Redis and S3 of this run; those in LOTGRAPH_TEST_HOME instead, left running, if it is set."""
    chosen = os.environ.get("LOTGRAPH_TEST_HOME")
    memory = {
        "heap": os.environ.get("LOTGRAPH_STACK_HEAP", "512m" if chosen else "768m"),
        "pagecache": os.environ.get("LOTGRAPH_STACK_PAGECACHE", "64m" if chosen else "128m"),
        "start_seconds": 600,
    }
    if chosen:
        yield Stack(chosen, prefer_known_ports=False, **memory).up(servers_only=True)
        return
    scratch = Path(tempfile.gettempdir())
    clear_abandoned(scratch, _PREFIX)
    home = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=scratch))
    claim(home)
    stack = Stack(home, prefer_known_ports=False, ports={}, **memory)
    try:
        yield stack.up(servers_only=True)
    finally:
        for name in SERVERS:
            stack.kill(name)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def settings(servers: Stack) -> Settings:
    """The engine's settings for those servers."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("LOTGRAPH_"):
                patch.delenv(name)
        for name, value in servers.environment().items():
            patch.setenv(name, value)
        # The suite asks much of few credentials within minutes that a standing clock never ends.
        for window in ("PER_MINUTE", "PER_DAY", "ANONYMOUS_PER_MINUTE"):
            patch.setenv(f"LOTGRAPH_RATE_LIMIT_{window}", "1000000")
        # A busy machine is no Redis that is away, which lets every request pass.
        patch.setenv("LOTGRAPH_LIMIT_LIMITER_SECONDS", "5")
        # Nor a graph that is away: fifty requests at once open their connections side by side.
        patch.setenv("LOTGRAPH_LIMIT_REQUEST_RETRY_SECONDS", "30")
        return Settings()


@pytest.fixture(scope="module")
def graph(settings: Settings) -> Iterator[Graph]:
    """Their graph, with the schema applied and whatever other tests have left in it."""
    graph = Graph.open(settings)
    graph.apply_schema()
    yield graph
    graph.close()
