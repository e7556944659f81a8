"""All export jobs of a deployment in a few numbers, for whoever watches over it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.clock import epoch_ms
from engine.graph import Graph
from engine.jobs.job import Status
from engine.jobs.sla import ALLOWED, AT_RISK, Sla

_OPEN = (Status.PENDING, Status.PROCESSING)


@dataclass(frozen=True)
class Tally:
    """How many jobs there are of each kind, and how long the oldest open one has waited, in seconds."""

    by_status: dict[Status, int]
    by_sla: dict[Sla, int]
    oldest_open: float


def tally(graph: Graph, now: datetime) -> Tally:
    """Count; every status and verdict is there, at 0 if need be."""
    moment = epoch_ms(now)
    rows = graph.read("jobs/tally", now=moment, allowed=_whole_ms(ALLOWED), at_risk=_whole_ms(AT_RISK))
    by_status: Counter[str] = Counter()
    by_sla: Counter[str] = Counter()
    for row in rows:
        by_status[row["status"]] += row["jobs"]
        by_sla[row["sla"]] += row["jobs"]
    oldest = min((row["oldest"] for row in rows if row["status"] in _OPEN), default=moment)
    return Tally({status: by_status[status] for status in Status}, {sla: by_sla[sla] for sla in Sla},
                 max(0, moment - oldest) / 1000)


def _whole_ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
