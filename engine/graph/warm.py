"""Plans made before somebody waits for them.

A server just started takes up to a second for its first plan of a long statement, and plans made while a graph was
empty are made anew once it is not. Neo4j plans apart for lists of about 1, 10 and 100 entries, and for nulls.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from engine.graph.graph import Graph
from engine.graph.statements import Statement, load

# What a trace and an export ask, in this order.
READING = (
    "identity/lot", "identity/lot_owner", "identity/lot_is_visible", "identity/grants_to", "identity/organizations",
    "identity/trace_revision", "jobs/lot", "jobs/newest", "jobs/find", "trace/watermark",
    "trace/counts_both", "trace/ends_forward", "trace/ends_backward", "trace/records_both", "trace/stock_records",
    "trace/places", "trace/events", "trace/lots", "trace/told", "exports/requester", "exports/contacts",
    "exports/findings", "exports/beside", "trace/counts_forward", "trace/counts_backward", "trace/records_forward",
    "trace/records_backward", "trace/reach_forward", "trace/reach_backward",
)  # fmt: skip
# These write; what may be made ready of them without running them is half of it.
WRITING = ("jobs/create", "jobs/claim", "jobs/stage", "jobs/deliver")

# No number is 0, no key or id is empty, and there are no rows after the first 0.
_HARMLESS = {"integer": 0, "string": "", "boolean": False, "map": {}}
_SIZES = {"orgs": (1, 10), "grants": (0,), "assigning": (10,)}
_USUAL_SIZES = (10, 100)


def warm(graph: Graph) -> int:
    """Have plans for what traces and exports ask, from read transactions that find nothing; returns how many.

    Where the plans are there already and still fit, this takes a moment.
    """
    made = 0
    for name in READING:
        for params in harmless(load()[name]):
            graph.read(name, **params)
            made += 1
    for name in WRITING:
        graph.plan(name)
    return made + len(WRITING)


def harmless(statement: Statement) -> Iterator[dict[str, Any]]:
    """Parameters of the kinds a statement is usually given, which match nothing."""
    choices = [_values(name, kind) for name, (kind, _) in statement.params.items()]
    for values in product(*choices):
        yield dict(zip(statement.params, values, strict=True))


def _values(name: str, kind: str) -> Iterable[Any]:
    if kind.endswith("|null"):
        return (None,)
    if kind.startswith("list<"):
        of = _HARMLESS[kind[5:-1]]
        return [[of] * size for size in _SIZES.get(name, _USUAL_SIZES)]
    return (_HARMLESS[kind],)
