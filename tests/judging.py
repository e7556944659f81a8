"""Helpers of the tests that judge one event: a good event, changed in a few fields."""

import copy
from datetime import UTC, datetime
from typing import Any

from engine.fsma.findings import Finding
from engine.fsma.judge import Judgement, judge
from tests.worked_example import BY_ID

NOW = datetime(2026, 8, 15, tzinfo=UTC)
LEFT_OUT = object()


def event(event_id: str, /, **changes: Any) -> dict[str, Any]:
    """An event of the worked example with some fields changed, or LEFT_OUT."""
    changed = copy.deepcopy(BY_ID[event_id])
    for field, value in changes.items():
        if value is LEFT_OUT:
            del changed[field]
        else:
            changed[field] = value
    return changed


def judged(event_id: str, /, **changes: Any) -> Judgement:
    """What becomes of an event so changed."""
    return judge(event(event_id, **changes), 0, NOW)


def found(judgement: Judgement) -> list[tuple[str, str, str | None]]:
    """Rule, severity and field of each finding."""
    return [(f.rule, f.severity, f.field) for f in judgement.findings]


def only(judgement: Judgement) -> Finding:
    """The one finding there is."""
    (finding,) = judgement.findings
    return finding
