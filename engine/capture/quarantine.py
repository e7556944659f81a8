"""Records that could not be accepted: kept with their raw input and the question to ask, until somebody answers it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from engine.capture.document import Document
from engine.capture.said import says_nothing_else
from engine.findings import store
from engine.fsma.judge import Judgement
from engine.fsma.records import from_json
from engine.graph import Transaction
from engine.ids import derived_id


def quarantine_id(capture_id: str, position: int) -> str:
    """The id of what is quarantined at a position of a document, the same whenever the document comes."""
    return derived_id("quarantined", capture_id, position)


def row(capture_id: str, document: Document, position: int, judgement: Judgement) -> dict[str, Any]:
    """Properties of one quarantined event."""
    event, origin = document.event(position), document.origin(position)
    kind = event.get("cte_type") or event.get("record_type") if isinstance(event, dict) else None
    return {
        "id": quarantine_id(capture_id, position), "position": position, "state": "open",
        "event_id": judgement.findings[0].event_id, "cte_type": kind if isinstance(kind, str) else None,
        "sent": orjson.dumps(event, default=str).decode(), "findings": orjson.dumps(judgement.findings).decode(),
        "rules": sorted({f.rule for f in judgement.findings if f.severity == "error"}),
        **({"import_id": origin.import_id, "sheet": origin.sheet, "rows": list(origin.rows),
            "spot": origin.spot} if origin else {}),
    }


def cure(tx: Transaction, recorder: int, capture_id: str, record_ids: dict[str, str], at: int) -> None:
    """Accepted records resolve what the same recorder had quarantined under their event ids.

    record_ids: by event id. capture_id: what its own document quarantines beside them stays open.
    """
    if record_ids:
        rows = [{"event_id": event_id, "record_id": found} for event_id, found in sorted(record_ids.items())]
        _closed(tx, tx.run("quarantine/cure", recorder=recorder, document=capture_id, rows=rows, at=at), at)


def meet(tx: Transaction, recorder: int, capture_id: str, document: Document, refused: Sequence[tuple[int, Judgement]],
         now: datetime, transporters: frozenset[str], at: int) -> None:
    """What was just quarantined is resolved by a record under its event id that says all it says.

    So it makes no difference which of the two came first. What says something else stays open: it is the newer word.
    """
    by_event = {}
    for position, judgement in refused:
        event_id = judgement.findings[0].event_id
        if event_id and isinstance(document.event(position), dict):
            by_event.setdefault(event_id, []).append((position, judgement))
    standing = tx.run("quarantine/standing", recorder=recorder, document=capture_id,
                      event_ids=sorted(by_event)) if by_event else ()
    met = {}
    for row in standing:
        record = from_json(orjson.loads(row["record"]))
        for position, judgement in by_event[row["event_id"]]:
            if says_nothing_else(document.event(position), judgement, record, now, transporters):
                met.setdefault(quarantine_id(capture_id, position), row["record_id"])
    if met:
        rows = [{"id": quarantined, "record_id": record_id} for quarantined, record_id in sorted(met.items())]
        _closed(tx, tx.run("quarantine/said", recorder=recorder, rows=rows, at=at), at)


def answer_spots(tx: Transaction, recorder: int, answers: dict[str, str], at: int) -> None:
    """Records resolve what earlier imports had quarantined at their place. answers: record ids by spot."""
    if answers:
        rows = [{"spot": spot, "record_id": record_id} for spot, record_id in sorted(answers.items())]
        _closed(tx, tx.run("quarantine/answer", recorder=recorder, rows=rows, at=at), at)


def replace_spots(tx: Transaction, recorder: int, again: dict[str, str], at: int) -> None:
    """What a corrected file leaves unacceptable takes the place of what it corrects. again: its ids by spot."""
    if again:
        rows = [{"spot": spot, "by": by} for spot, by in sorted(again.items())]
        _closed(tx, tx.run("quarantine/replace", recorder=recorder, rows=rows, at=at), at)


def _closed(tx: Transaction, decided: list[dict[str, Any]], at: int) -> None:
    store.close_quarantined(tx, [row["id"] for row in decided], "corrected", at)
