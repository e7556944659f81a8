"""The documents an organization sent."""

from dataclasses import dataclass
from datetime import datetime

from engine.clock import epoch_ms, from_epoch_ms
from engine.graph import Graph


@dataclass(frozen=True)
class DocumentFilter:
    """Which documents to list; None leaves a field open. The range holds `since` and ends before `before`."""

    sha256: str | None = None
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class DocumentSent:
    """One document. kind: json, xlsx or csv. size: bytes. created, duplicates, quarantined: its records."""

    capture_id: str
    sha256: str
    kind: str
    size: int
    recorded_at: datetime
    created: int
    duplicates: int
    quarantined: int


def page(graph: Graph, organization: int, wanted: DocumentFilter, ordering: str, skip: int,
         limit: int) -> tuple[list[DocumentSent], int]:
    """Documents of one organization, and how many the filter leaves. ordering: recorded_at or -recorded_at."""
    since, before = (None if m is None else epoch_ms(m) for m in (wanted.since, wanted.before))
    row = graph.one("capture/documents", recorder=organization, sha256=wanted.sha256, since=since, before=before,
                    descending=ordering.startswith("-"), skip=skip, limit=limit)
    return [DocumentSent(n["id"], n["sha256"], n["kind"], n["size"], from_epoch_ms(n["recorded_at"]), n["created"],
                         n["duplicates"], n["quarantined"]) for n in row["nodes"]], row["total"]
