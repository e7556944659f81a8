"""What goes into the file of one job: the records of its lot as its organization may see them, at one moment."""

import json
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version

from engine.clock import Clock, from_epoch_ms
from engine.exports.beside import Beside
from engine.exports.places import Expand
from engine.exports.record import About, ExportRecord, ViewEnd
from engine.exports.wording import place_in_words, product_in_words, requester_in_words
from engine.fsma.descriptions import LocationDescription
from engine.graph import Graph
from engine.identity import Identity, View
from engine.identity.lots import ASSIGNING
from engine.jobs.job import ExportJob
from engine.trace import Direction, Trace
from engine.trace.details import Details, LotDetail
from engine.trace.entries import EndEntry
from engine.trace.export import TracedRecord
from engine.trace.question import Scope

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
        expand = self.expand(view.orgs)
        detail = self._graph.reading(lambda tx: Details(tx, Scope(view, watermark.at)).lots([job.lot])).get(job.lot)
        about = About(
            scope=f"All tracking events of lot {tlc or job.lot_id}, {_WAYS[job.direction]}",
            generated_at=self._clock.now(),
            data_as_of=from_epoch_ms(watermark.at),
            software=software(),
            organization=organization.name,
            requested_by=self._requester(job.requested_by),
            requested_at=job.requested_at,
            lot_id=job.lot_id,
            tlc=tlc,
            product=_product(detail),
            tlc_source=place_in_words(_whole(detail and detail.tlc_source, expand)),
            contact=self.contact(job.organization),
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
        return self.exported(records, view, watermark.at), about, expand

    def exported(self, records: Iterable[TracedRecord], view: View, at: int) -> Iterator[ExportRecord]:
        """Records with their findings, and then what else was told of their lot codes. at: epoch ms."""
        return Beside(self._graph, view, at).records(records)

    def _requester(self, credential: str | None) -> str:
        row = self._graph.one("exports/requester", credential=credential) if credential else None
        return requester_in_words(row, credential or "")

    def contact(self, organization: int) -> str:
        """Whom to call about the records: the organization's own words for a place it operates."""
        row = self._graph.one("exports/contacts", organization=organization)
        return place_in_words(LocationDescription(**json.loads(row["description"]))) if row else ""

    def expand(self, orgs: list[int]) -> Expand:
        """Describes a location known by its GLN alone (21 CFR 1.1310), as far as the organizations in view do."""
        def expand(location: dict) -> dict | None:
            row = self._graph.one("exports/place_by_gln", key=f"gln:{location.get('gln')}", orgs=orgs)
            return json.loads(row["description"]) if row else None
        return expand


def _product(lot: LotDetail | None) -> str:
    if lot is None or lot.record is None:
        return ""
    described = getattr(lot.record, "product", None) if lot.speaks else None
    return product_in_words(described) or lot.product_name or ""


def _whole(place: LocationDescription | None, expand: Expand) -> LocationDescription | None:
    """A place known by its GLN alone, with what is known of it."""
    if place is None or place.business_name or not place.gln:
        return place
    known = expand(place.model_dump(exclude_none=True)) or {}
    return LocationDescription(**{**known, **place.model_dump(exclude_none=True)})


def _view_end(end: EndEntry) -> ViewEnd:
    return ViewEnd(direction=end.direction.value, tlc=end.tlc or "", location=end.business_name or "",
                   reason=end.reason, ask=end.business_name or "", phone=end.phone or "")


def software() -> str:
    try:
        return f"lotgraph {version('lotgraph')}"
    except PackageNotFoundError:
        return "lotgraph"
