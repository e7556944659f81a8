"""Findings between records, as far as a capture can know them when it commits (rules V-GEN-13 and V-X-*)."""

from collections.abc import Iterator

from engine.capture.writer import Written
from engine.fsma.findings import Finding
from engine.fsma.records import Record
from engine.graph import Transaction


def found(tx: Transaction, written: Written, accepted: list[tuple[str, int, Record]]) -> Iterator[Finding]:
    """What the fresh records of a document contradict, each finding on the record just captured."""
    if not written.fresh:
        return
    numbers = sorted(written.fresh.values())
    for row in tx.run("capture/same_event", records=numbers):
        yield _warning("V-GEN-13", row["event_id"], row["position"], None, row["other"],
                       f"Tells of the same event as {row['other']}, but differently. Both are kept.",
                       "If this one is right, send it again with supersedes_event_id naming the other.")
    for row in tx.run("capture/shipped_and_received", records=numbers):
        verbs = ("shipped", "received") if row["cte_type"] == "shipping" else ("received", "shipped")
        yield _warning(
            "V-X-03", row["event_id"], row["position"], "quantity", f"{row['own']:g}",
            f"{row['own']:g} {row['unit']} {verbs[0]} here, but {row['others']:g} {verbs[1]} "
            f"according to {', '.join(sorted(row['other_events']))}.",
            "Ask the other party which count is right; send a correction where this one is wrong.")
    for key, position, record in accepted:
        if key not in written.fresh:
            continue
        if key in written.unclear:
            yield _warning("V-X-11", record.event_id, position, "tlc", record.tlc,
                           "Several places assigned this traceability lot code, and the record names none of them.",
                           "Add the traceability lot code source, so that the lot is known.")
        if key in written.strangers:
            yield _warning("V-X-21", record.event_id, position, None, None,
                           "A registered place is described otherwise than by its operator.",
                           "Check the GLN against the address; the operator's own description is used.")


def _warning(rule: str, event_id: str | None, position: int, field: str | None, value: str | None, message: str,
             hint: str) -> Finding:
    return Finding(rule, "warning", event_id, field, value, message, hint, "", position)
