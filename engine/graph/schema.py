"""Constraints and indexes, applied once each and recorded in the graph."""

import re
from typing import TYPE_CHECKING

from engine.graph.statements import load

if TYPE_CHECKING:
    from engine.graph.graph import Graph

_NUMBERED = re.compile(r"schema/\d{3}_")


def steps() -> list[str]:
    """Names of the numbered statements, in the order in which they apply."""
    return sorted(name for name in load() if _NUMBERED.match(name))


def apply(graph: "Graph") -> list[str]:
    """Apply what is missing, and record it once all of it stands: a statement that is run again changes nothing."""
    done = {row["name"] for row in graph.read("schema/applied")}
    missing = [name for name in steps() if name not in done]
    for name in missing:
        graph.auto_commit(name)
    if missing:
        graph.auto_commit("schema/await_indexes")
        graph.write("schema/record", names=missing)
    return missing
