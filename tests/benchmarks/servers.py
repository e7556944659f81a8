"""A stack that only a benchmark uses, in a folder of its own on free ports."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.settings import Settings
from engine.stack import Stack
from engine.stack.abandoned import claim, clear_abandoned
from engine.stack.options import SERVERS, SERVICES

_PREFIX = "lotgraph-bench-"
_MEMORY = {"heap": "1g", "pagecache": "768m"}


@contextmanager
def fresh_stack(services: bool) -> Iterator[Stack]:
    """Servers that have never been started before, with an API and a worker if wanted; all gone at the end."""
    scratch = Path(tempfile.gettempdir())
    clear_abandoned(scratch, _PREFIX)
    home = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=scratch))
    claim(home)
    memory = {name: os.environ.get(f"LOTGRAPH_STACK_{name.upper()}", size) for name, size in _MEMORY.items()}
    stack = Stack(home, prefer_known_ports=False, ports={}, **memory)
    try:
        yield stack.up(servers_only=not services)
    finally:
        for name in (*SERVICES, *SERVERS):
            stack.kill(name)
        shutil.rmtree(home, ignore_errors=True)


def settings_of(stack: Stack) -> Settings:
    """The engine's settings for a stack, whatever the environment says."""
    for name in list(os.environ):
        if name.startswith("LOTGRAPH_"):
            del os.environ[name]
    os.environ.update(stack.environment())
    return Settings()
