"""What a capture answers."""

from dataclasses import dataclass, field
from datetime import datetime

from engine.fsma.findings import Finding


@dataclass(frozen=True)
class LotSeen:
    """A lot that records of a document speak of. tlc: as the record spells it, None before packing."""

    lot_id: str
    tlc: str | None


@dataclass(frozen=True)
class CaptureAnswer:
    """What became of a document: every event is created, a duplicate, or quarantined.

    capture_id: the same for the same bytes of the same organization. findings: about single records first, then
    those between records.
    """

    capture_id: str
    created: int = 0
    duplicates: int = 0
    quarantined: int = 0
    findings: tuple[Finding, ...] = ()
    lots: tuple[LotSeen, ...] = ()


@dataclass(frozen=True)
class Taken:
    """A document as its transaction is about to keep it, for whoever writes something beside it.

    at: epoch ms. record_ids: by position, of every accepted event. fresh: those that the graph did not hold.
    """

    answer: CaptureAnswer
    at: int
    record_ids: dict[int, str]
    fresh: frozenset[str]


@dataclass(frozen=True)
class RecordView:
    """One record as a caller may see it.

    record: normalised. sent: the event as it stood in its document; of an imported file the cells it came from too.
    history: what superseded it or it superseded.
    """

    record_id: str
    event_id: str
    cte_type: str
    recorded_by: str
    recorded_at: datetime
    superseded_at: datetime | None
    lot_id: str | None
    capture_id: str
    document_sha256: str
    position: int
    record: dict
    sent: dict | None
    history: tuple[dict, ...] = field(default_factory=tuple)
