"""The same network in Neo4j: loaded by bare statements, asked by the product's own."""

from pathlib import Path
from typing import Any

from engine.graph import Graph
from engine.graph.statements import parse
from tests.benchmarks.places import Map
from tests.benchmarks.questions import Counts, Question, Seen
from tests.benchmarks.rows import Part, Row, Rows

_WIPED_AT_ONCE = 5_000
_FOLDER = Path(__file__).parent / "cypher"
_PARTS = ("lots", "stocks", "ctes")
_COUNTED = ("lots", "locations", "events", "organizations")


class OnNeo4j:
    """Loads parts and answers questions."""

    def __init__(self, graph: Graph):
        self._graph = graph

    def lay_out(self, ground: Map, rows: Rows) -> None:
        """Create the places of a network."""
        run(self._graph, "bench_places", rows=[
            {"no": no, "id": f"bench-place-{no}", "gln": place.gln} for place in ground.places
            if (no := rows.place(place))])

    def load(self, part: Part) -> None:
        """Write some rows, each kind in a transaction of its own."""
        for kind in _PARTS:
            run(self._graph, f"bench_{kind}", rows=getattr(part, kind))

    def counts(self, question: Question, seen: Seen) -> Counts:
        """Of a lot."""
        row = self._graph.one(f"trace/counts_{question.direction}", lot=question.no, **seen.params())
        return Counts(*(row[name] for name in _COUNTED))

    def nodes(self, question: Question, seen: Seen) -> int:
        if question.of == "place":
            return run(self._graph, f"place_{question.direction}", place=question.no, **seen.params())[0]["nodes"]
        row = self._graph.one(f"trace/reach_{question.direction}", lot=question.no, most=10**9, **seen.params())
        return len(row["nodes"])


def wipe(graph: Graph) -> None:
    """Remove everything that captures wrote, in parts that fit in memory."""
    while run(graph, "wipe_some", most=_WIPED_AT_ONCE)[0]["gone"]:
        pass


def run(graph: Graph, name: str, **params: Any) -> list[Row]:
    """Rows of a statement that only benchmarks have."""
    text = parse(name, (_FOLDER / f"{name}.cypher").read_text()).text
    return graph.transaction(lambda tx: [row.data() for row in tx._tx.run(text, params)])
