"""Lists of export jobs, filtered, sorted and in pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.clock import Clock, epoch_ms
from engine.graph import Graph
from engine.jobs.job import ExportJob, Status
from engine.jobs.sla import ALLOWED, AT_RISK, Sla
from engine.trace import Direction

ORDERINGS = ("requested_at", "first_requested_at", "started_at", "delivered_at", "failed_at", "size", "attempts",
             "download_count")
"""Fields a list can be sorted by, each also with a leading `-` for descending."""


@dataclass(frozen=True)
class Filter:
    """Which jobs to list; None leaves a field open. The range holds requested_from and ends before requested_to."""

    status: Status | None = None
    direction: Direction | None = None
    lot_id: str | None = None
    lot_number: str | None = None
    gtin: str | None = None
    requested_by: str | None = None
    retry_of: str | None = None
    requested_from: datetime | None = None
    requested_to: datetime | None = None
    sla: Sla | None = None


def page(graph: Graph, clock: Clock, organization: int, wanted: Filter, ordering: str, skip: int,
         limit: int) -> tuple[list[ExportJob], int]:
    """Jobs of one organization, and how many the filter leaves.

    ordering: one of ORDERINGS, with a leading `-` for descending; jobs that lack the field count as 0.
    """
    row = graph.one(
        "jobs/page", prefix=f"{organization}|", status=wanted.status, direction=wanted.direction,
        lot_id=wanted.lot_id, lot_number=wanted.lot_number, gtin=wanted.gtin, requested_by=wanted.requested_by,
        retry_of=wanted.retry_of, requested_from=_ms(wanted.requested_from), requested_to=_ms(wanted.requested_to),
        sla=wanted.sla, now=epoch_ms(clock.now()), allowed=_whole_ms(ALLOWED), at_risk=_whole_ms(AT_RISK),
        order_by=ordering.removeprefix("-"), sign=-1 if ordering.startswith("-") else 1, skip=skip, limit=limit,
    )
    return [ExportJob.of(node) for node in row["jobs"]], row["total"]


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else epoch_ms(moment)


def _whole_ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
