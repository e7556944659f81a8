"""From the bytes of a document to its events, within bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from engine.errors import BadRequest, Invalid, TooLarge
from engine.fsma.judge import shape_faults
from engine.limits import Limits

_FAULTS_SHOWN = 100


@dataclass(frozen=True)
class Origin:
    """Where in an imported file an event stood. rows: from 1. spot: what a corrected file is matched by."""

    import_id: str
    sheet: str
    rows: tuple[int, ...]
    spot: str


@dataclass(frozen=True)
class Document:
    """Events of one document, or of one part of a large one.

    sha256, size: of the bytes as received. events: None stands for what held none. kind: how it came.
    first: position of the first event in the whole document. origins: one for each event of an imported file.
    capture_id: where it is not that of the bytes. part: S3 key of the events and cells of an imported part.
    """

    sha256: str
    size: int
    events: Sequence[dict[str, Any] | None]
    kind: str = "json"
    first: int = 0
    origins: Sequence[Origin] = ()
    capture_id: str | None = None
    part: str | None = None

    def event(self, position: int) -> dict[str, Any]:
        """The event at a position of the whole document."""
        return self.events[position - self.first]

    def origin(self, position: int) -> Origin | None:
        """Where it stood, None but in imported files."""
        return self.origins[position - self.first] if self.origins else None


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
    return Document(sha256(raw).hexdigest(), len(raw), parsed["events"])


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
