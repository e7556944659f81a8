"""Whether a record that stands says already what a row says that cannot be accepted."""

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from engine.fsma.judge import Judgement, judge
from engine.fsma.records import Record

_STEP = re.compile(r"[^.\[\]]+")
_ABSENT = object()


def says_nothing_else(event: Mapping[str, Any], refused: Judgement, record: Record, now: datetime,
                      transporters: frozenset[str] = frozenset()) -> bool:
    """Whether an event would be this record, had it the record's word wherever it cannot be accepted.

    A row that says something else, a quantity say, is somebody's newer word, and a question nobody has answered.
    """
    faults = [f.field for f in refused.findings if f.severity == "error"]
    if None in faults:
        return False
    mended, known = deepcopy(dict(event)), record.to_json()
    if not all(_take_over(mended, known, [int(s) if s.isdigit() else s for s in _STEP.findall(f)]) for f in faults):
        return False
    again = judge(mended, 0, now, transporters=transporters).record
    return again is not None and again.content_key() == record.content_key()


def _take_over(into: Any, known: Any, path: list[str | int]) -> bool:
    """Put what is known at a path into its place, or take away what nothing is known of; False where it has none."""
    *way, last = path
    for step in way:
        into, known = _at(into, step), _at(known, step)
    value = _at(known, last)
    if isinstance(into, dict):
        if value is _ABSENT:
            into.pop(last, None)
        else:
            into[last] = value
        return True
    if isinstance(into, list) and isinstance(last, int) and value is not _ABSENT and last < len(into):
        into[last] = value
        return True
    return False


def _at(holder: Any, step: str | int) -> Any:
    if isinstance(holder, dict):
        return holder.get(step, _ABSENT)
    if isinstance(holder, list) and isinstance(step, int) and step < len(holder):
        return holder[step]
    return _ABSENT
