"""How an answer was made, so that it can be made again."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from engine.clock import from_epoch_ms, rfc3339
from engine.graph.statements import load
from engine.trace.question import Question, Ring, Scope


@dataclass(frozen=True)
class Watermark:
    """Up to where the graph has come. revision: number of the last capture. at: when it was recorded, epoch ms."""

    revision: int
    at: int


@dataclass(frozen=True)
class Query:
    """name: the statements asked, under cypher/. revision: prefix of the SHA-256 of their texts."""

    name: str
    revision: str
    parameters: dict[str, Any]


def reach_query(lot_id: str, question: Question, scope: Scope) -> Query:
    """The query behind a trace answer."""
    names = [f"trace/reach_{way}" for way in question.direction.ways]
    if question.ring is Ring.WORST_CASE:
        names += ["trace/presence", "trace/sightings", "trace/namesakes",
                  *(f"trace/step_{way}" for way in question.direction.ways)]
    return query(names, lot_id, question, scope)


def query(names: list[str], lot_id: str, question: Question, scope: Scope) -> Query:
    """A query of these statements with the parameters that decide its answer."""
    texts = "\n".join(load()[name].text for name in names)
    return Query(", ".join(names), sha256(texts.encode()).hexdigest()[:16], {
        "lot_id": lot_id,
        "direction": str(question.direction),
        "ring": str(question.ring),
        "viewer": scope.view.viewer,
        "as_known_at": rfc3339(from_epoch_ms(scope.at)),
        "date_from": question.date_from and question.date_from.isoformat(),
        "date_to": question.date_to and question.date_to.isoformat(),
    })
