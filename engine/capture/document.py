"""From the bytes of a document to its events, within bounds."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from engine.errors import BadRequest, Invalid, TooLarge
from engine.fsma.judge import shape_faults
from engine.limits import Limits

_FAULTS_SHOWN = 100


@dataclass(frozen=True)
class Document:
    """One JSON document of events. kind: how it came, for example "json"."""

    raw: bytes
    sha256: str
    events: list[dict[str, Any]]
    kind: str = "json"


def read_json(raw: bytes, limits: Limits) -> Document:
    """The events of `{"events": [...]}`.

    Raises BadRequest for malformed JSON, Invalid with a pointer to each fault, TooLarge past a bound.
    """
    try:
        parsed = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"The body is not valid JSON: {error}.") from error
    if _deeper_than(parsed, limits.document_depth):
        raise Invalid(details=[{"loc": ["body"], "type": "too_deep",
                                "msg": f"Nested deeper than {limits.document_depth} levels."}])
    if faults := shape_faults(parsed):
        raise Invalid(details=faults[:_FAULTS_SHOWN])
    if len(parsed["events"]) > limits.document_events:
        raise TooLarge(f"A document may hold {limits.document_events} events; split this one.")
    return Document(raw, sha256(raw).hexdigest(), parsed["events"])


def _deeper_than(value: Any, depth: int) -> bool:
    level = [value]
    for _ in range(depth):
        level = [
            item
            for holder in level
            for item in (holder.values() if isinstance(holder, dict) else holder)
            if isinstance(item, dict | list)
        ] if isinstance(level[0] if level else None, dict | list) else []
        if not level:
            return False
    return True
