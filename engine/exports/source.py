"""What goes into the file of one job: the records of its lot as its organization may see them, at one moment."""

import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from engine.clock import Clock, from_epoch_ms
from engine.exports.places import Expand
from engine.exports.record import About, ExportRecord, ViewEnd
from engine.graph import Graph
from engine.identity import Identity
from engine.identity.lots import ASSIGNING
from engine.jobs.job import ExportJob
from engine.trace import Direction, Trace
from engine.trace.entries import EndEntry
from engine.trace.export import TracedRecord

_WAYS = {
    Direction.FORWARD: "forward (where it went)",
    Direction.BACKWARD: "backward (where it came from)",
    Direction.BOTH: "in both directions (where it came from and where it went)",
}


class Source:
    """Records and what is said of them, for the writers of engine.exports."""

    def __init__(self, graph: Graph, identity: Identity, trace: Trace, clock: Clock):
        self._graph = graph
        self._identity = identity
        self._trace = trace
        self._clock = clock

    def open(self, job: ExportJob) -> tuple[Iterator[ExportRecord], About, Expand]:
        """The records sorted by date and lot code, read as they are asked for; what the file says of itself.

        The view is the organization's as it is now, not the caller's as it was.
        """
        organization = self._identity.organizations([job.organization])[job.organization]
        view = self._identity.view_of(job.organization)
        watermark = self._trace.watermark()
        summary = self._trace.summary(view, job.lot_id, job.direction, watermark)
        lot = self._graph.one("jobs/lot", lot=job.lot, assigning=ASSIGNING) or {}
        tlc = lot.get("tlc") or ""
        about = About(
            scope=f"All tracking events of lot {tlc or job.lot_id}, {_WAYS[job.direction]}",
            generated_at=self._clock.now(),
            data_as_of=from_epoch_ms(watermark.at),
            software=_software(),
            organization=organization.name,
            requested_by=job.requested_by or "",
            requested_at=job.requested_at,
            lot_id=job.lot_id,
            tlc=tlc,
            direction=job.direction.value,
            query_name=summary.query.name,
            query_revision=str(summary.query.revision),
            parameters=summary.query.parameters,
            watermark=str(watermark.revision),
            job_id=job.id,
            complete=summary.complete,
            cut=(f"{summary.cut.where}: {summary.cut.why}",) if summary.cut else (),
            view_ends=tuple(map(_view_end, summary.ends)),
        )
        records = self._trace.records(view, job.lot_id, job.direction, watermark.at)
        return (_record(traced) for traced in records), about, self._expand(view.orgs)

    def _expand(self, orgs: list[int]) -> Expand:
        """Describes a location known by its GLN alone (21 CFR 1.1310), as far as the organizations in view do."""
        def expand(location: dict) -> dict | None:
            row = self._graph.one("exports/place_by_gln", key=f"gln:{location.get('gln')}", orgs=orgs)
            return json.loads(row["description"]) if row else None
        return expand


def _record(traced: TracedRecord) -> ExportRecord:
    return ExportRecord(
        record=traced.record, record_id=traced.id, event_id=traced.event_id or "", recorded_by=traced.recorded_by,
        document_sha256=traced.document or "n/a", document_name=traced.document_name or "",
        document_recorded_at=traced.document_recorded_at,
    )


def _view_end(end: EndEntry) -> ViewEnd:
    return ViewEnd(direction=end.direction.value, tlc=end.tlc or "", location=end.business_name or "",
                   reason=end.reason, ask=end.business_name or "", phone=end.phone or "")


def _software() -> str:
    try:
        return f"lotgraph {version('lotgraph')}"
    except PackageNotFoundError:
        return "lotgraph"
