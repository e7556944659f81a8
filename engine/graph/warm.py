"""Plans made before somebody waits for them.

A server just started takes a second for its first plan of a long statement, and plans made while a graph was empty are
made anew once it is not. Neo4j plans apart for lists of about 1, 10, 100 and 1,000 entries, and for nulls.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from engine.graph.graph import Graph
from engine.graph.statements import Statement, load

AREAS = frozenset({"trace", "exports"})
ALSO = ("identity/grants_to", "identity/lot", "identity/lot_is_visible", "identity/lot_owner", "jobs/lot")

# No number is 0, no key or id is empty, and there are no rows after the first 0.
_HARMLESS = {"integer": 0, "string": "", "boolean": False, "map": {}}
_SIZES = {"orgs": (1, 10), "grants": (0,)}
_USUAL_SIZES = (10, 100, 1_000)


def warm(graph: Graph) -> int:
    """Have plans for whatever an answer or an export reads, in read transactions that find nothing; returns how many
    statements there were.

    Where the plans are there already and still fit, this takes a moment.
    """
    names = [name for name in load() if name.partition("/")[0] in AREAS] + [*ALSO]
    for name in names:
        graph.reading(lambda tx, name=name: [tx.run(name, **params) for params in harmless(load()[name])])
    return len(names)


def harmless(statement: Statement) -> Iterator[dict[str, Any]]:
    """Parameters of the kinds a statement is usually given, which match nothing."""
    names = [*statement.params]
    choices = [_values(name, kind) for name, (kind, _) in statement.params.items()]
    for values in product(*choices):
        yield dict(zip(names, values, strict=True))


def _values(name: str, kind: str) -> Iterable[Any]:
    if kind.endswith("|null"):
        return (None,)
    if kind.startswith("list<"):
        of = _HARMLESS[kind[5:-1]]
        return [[of] * size for size in _SIZES.get(name, _USUAL_SIZES)]
    return (_HARMLESS[kind],)
