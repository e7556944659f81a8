"""What goes into an export and what is said of it: records, the request, where the view ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Noticed:
    """An open finding of a record; see engine.fsma.findings.Finding."""

    rule: str
    severity: str
    field: str | None
    value: str | None
    message: str
    hint: str | None
    section: str | None


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One record in scope and where it comes from.

    record: the normalised record (docs/events.md). record_id: id of its node. recorded_by: organization's name.
    ring: innermost ring it is in (in_order, recorded, worst_case). document_*: the source document.
    findings: what the checks have to say of it, the gravest first.
    """

    record: dict
    record_id: str
    event_id: str
    recorded_by: str
    ring: str = "recorded"
    document_sha256: str = "n/a"
    document_name: str = ""
    document_recorded_at: datetime | None = None
    findings: tuple[Noticed, ...] = ()


@dataclass(frozen=True)
class ViewEnd:
    """A place where the trace stops because no record the caller may see goes on from there.

    direction: forward or backward. reason: in words, for example "exempt source" or "no records shared".
    ask, phone: whom to call for the next step.
    """

    direction: str
    tlc: str
    location: str
    reason: str
    ask: str
    phone: str = ""


@dataclass(frozen=True)
class About:
    """Everything the file says of itself. All but the first four may be left out; times are aware.

    scope: the request in one sentence. generated_at, data_as_of: when rendered, and the moment of knowledge.
    watermark: revision of the ledger the records were read at. complete, cut: whether a limit cut the answer.
    filters, parameters: names and values as text.
    """

    scope: str
    generated_at: datetime
    data_as_of: datetime
    software: str
    organization: str = ""
    requested_by: str = ""
    requested_at: datetime | None = None
    contact: str = ""
    lot_id: str = ""
    tlc: str = ""
    product: str = ""
    tlc_source: str = ""
    direction: str = ""
    ring: str = "recorded"
    filters: Mapping[str, str] = field(default_factory=dict)
    time_zone: str = "UTC; dates are the calendar dates the recorders wrote"
    query_name: str = ""
    query_revision: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    watermark: str = ""
    job_id: str = ""
    complete: bool = True
    cut: tuple[str, ...] = ()
    view_ends: tuple[ViewEnd, ...] = ()


@dataclass(frozen=True)
class Written:
    """What an export holds: rows a sheet (FDA's data sheets, also where 0), records, things missing, findings."""

    rows: dict[str, int]
    records: int
    gaps: int
    findings: int = 0
