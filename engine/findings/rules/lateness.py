"""Records that came late (V-X-23)."""

from datetime import UTC, datetime, time, timedelta

from engine.fsma.findings import RULES, Finding
from engine.fsma.records import Record

LATE = timedelta(hours=24)


def late(record: Record, position: int, now: datetime) -> Finding | None:
    """Information where a record was captured more than 24 hours after its event.

    Where only the day is known, the day's end counts. A system that says when it captured the record is believed,
    unless that moment has not come yet.
    """
    if record.on is None:
        return None
    happened = record.event_time or datetime.combine(record.on, time.max, UTC)
    captured = record.captured_at if record.captured_at and record.captured_at <= now else now
    if captured - happened <= LATE:
        return None
    days = (captured - happened).days
    after = f"{days} days" if days > 1 else "More than a day"
    return Finding("V-X-23", RULES["V-X-23"].severity, record.event_id, None, None,
                   f"{after} passed between the event and its capture.",
                   "Nothing to do for this record; FDA may ask for records within 24 hours.", "§1.1455", position)
