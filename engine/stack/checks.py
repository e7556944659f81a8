"""What is looked at before a server is started: memory and disk."""

import re
import shutil

import psutil

from engine.stack.errors import StackError
from engine.stack.options import Options

# Beside heap and page cache a JVM running Neo4j takes about 300 MB, the other servers and ours about 300 MB.
_OVERHEAD_MB = 600
# A fresh Neo4j store with its logs takes 30 MB; below this a demo would not fit.
_LEAST_DISK_MB = 500


def before_start(options: Options) -> None:
    """Raise StackError where memory or disk is too small for the servers to live."""
    needed = megabytes(options.heap) + megabytes(options.pagecache) + _OVERHEAD_MB
    available = psutil.virtual_memory().available // 2**20
    if available < needed:
        raise StackError(
            f"The servers need about {needed} MB of memory; {available} MB are available.",
            "end other programs, or give Neo4j less: LOTGRAPH_STACK_HEAP=512m LOTGRAPH_STACK_PAGECACHE=64m.",
        )
    free = shutil.disk_usage(options.home).free // 2**20
    if free < _LEAST_DISK_MB:
        raise StackError(
            f"{options.home} has {free} MB of disk free; {_LEAST_DISK_MB} MB are the least.",
            "free some disk, or put the folder elsewhere with LOTGRAPH_HOME.",
        )


def megabytes(size: str) -> int:
    """A memory size like `512m` or `2g` in MB."""
    found = re.fullmatch(r"(\d+)([kmg])", size.lower())
    if not found:
        raise StackError(f"{size!r} is no memory size.", "write it like 512m or 2g.")
    return int(found.group(1)) * {"k": 1, "m": 1024, "g": 1024**2}[found.group(2)] // 1024
