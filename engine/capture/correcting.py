"""Corrections in a document: what it ties to what, and what of it does not stand."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from engine.capture.corrections import LINKS, Tie, Verdict
from engine.capture.written import Corrected, Written, record_id_of
from engine.fsma.records import Record
from engine.graph import Transaction

Row = dict[str, Any]
Judged = Sequence[tuple[str, int, Record]]


def sent_again(judged: Judged, numbers: dict[str, int], fresh: set[str]) -> list[Row]:
    """Rows of capture/renamed: the event ids of all but the sending that made each fresh record."""
    rows = []
    for key, _, record in judged:
        if key in fresh:
            fresh.discard(key)
        elif record.event_id:
            rows.append({"no": numbers[key], "event_id": record.event_id})
    return rows


def ties(judged: Judged, out: Written) -> Iterator[Tie]:
    """The new records of a document, and known ones that it names anew."""
    named: dict[str, set[str]] = defaultdict(set)
    said: dict[str, Record] = {}
    for key, _, record in judged:
        said[key] = record
        if record.event_id:
            named[key].add(record.event_id)
    for key, no in out.fresh.items():
        yield Tie(no, frozenset({record_id_of(key), *named[key]}), said[key].supersedes_event_id)
    for key, row in out.known.items():
        if names := named[key] - {row["event_id"]}:
            yield Tie(row["no"], frozenset(names), said[key].supersedes_event_id, False, row["ended"], row["by"])


def noted(tx: Transaction, out: Written, verdict: Verdict) -> dict[str, Corrected]:
    """Which records of a document had been corrected before it came, by record key; known ones may stand again now."""
    fresh = set(out.fresh.values())
    by = {key: verdict.retired[no] for key, no in out.fresh.items() if no in verdict.retired}
    for key, row in out.known.items():
        if row["no"] in verdict.revived:
            row["ended"] = None
        elif row["no"] in verdict.retired:
            by[key] = verdict.retired[row["no"]]
        elif row["ended"] == "corrected":
            by[key] = verdict.replaced.get(row["no"], row["by"])
    by = {key: found for key, found in by.items() if found not in fresh}
    last = _last(tx, set(by.values()))
    return {key: Corrected(last[found], key in out.fresh, out.fresh.get(key) in verdict.before)
            for key, found in by.items()}


def _last(tx: Transaction, records: set[int]) -> dict[int, str]:
    """By which event id to correct what took the place of these in the end: their own while they stand."""
    seen: dict[int, Row] = {}
    todo = records
    for _ in range(LINKS):
        if not todo:
            break
        seen.update((row["no"], row) for row in tx.run("capture/took_place", records=sorted(todo)))
        todo = {seen[no]["by"] for no in todo} - {None} - seen.keys()
    found = {}
    for no in records:
        last = seen[no]
        while last["by"] in seen:
            last = seen[last["by"]]
        found[no] = last["event_id"]
    return found
