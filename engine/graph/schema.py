"""Constraints and indexes, applied once each and recorded in the graph."""

from typing import TYPE_CHECKING

from engine.graph.statements import load

if TYPE_CHECKING:
    from engine.graph.graph import Graph

_NUMBERED = "schema/0"


def steps() -> list[str]:
    """Names of the numbered statements, in the order in which they apply."""
    return sorted(name for name in load() if name.startswith(_NUMBERED))


def apply(graph: "Graph") -> list[str]:
    """Apply what is missing. Each statement is idempotent, so a crash between the two writes is harmless."""
    done = {row["name"] for row in graph.read("schema/applied")}
    missing = [name for name in steps() if name not in done]
    for name in missing:
        graph.auto_commit(name)
        graph.write("schema/record", name=name)
    if missing:
        graph.auto_commit("schema/await_indexes")
    return missing
