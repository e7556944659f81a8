"""One records request as a frozen value, read from its node in the graph."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from engine.clock import from_epoch_ms
from engine.jobs.sla import Sla

ALLOWED = timedelta(hours=24)
"""21 CFR 1.1455(c)(1); or a reasonable time to which FDA has agreed."""

AT_RISK = timedelta(hours=6)


class State(StrEnum):
    """Lifecycle: `open -> pending -> processing -> prepared | failed`, then `signed_off -> furnished`.

    Until it is furnished a request can be prepared anew, which undoes a signature, or withdrawn.
    """

    OPEN = "open"
    PENDING = "pending"
    PROCESSING = "processing"
    PREPARED = "prepared"
    FAILED = "failed"
    SIGNED_OFF = "signed_off"
    FURNISHED = "furnished"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset({State.FURNISHED, State.WITHDRAWN})


class Reason(StrEnum):
    """Why FDA asks; a sortable spreadsheet is owed in all but routine cases (21 CFR 1.1455(c)(3))."""

    OUTBREAK = "outbreak"
    RECALL = "recall"
    PUBLIC_HEALTH_THREAT = "public_health_threat"
    ROUTINE = "routine"


@dataclass(frozen=True)
class Asked:
    """Which records are wanted. Within a list any, between lists all; an empty list leaves it open.

    lots: traceability lot codes in any spelling; with them comes whatever the records connect to them.
    products: GTINs of 14 digits. places: location ids or GLNs. date_from, date_to: of the events, both included.
    shared: also records of others in the organization's view, not only its own.
    """

    lots: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    shared: bool = False

    def to_json(self) -> str:
        return json.dumps({f.name: _plain(getattr(self, f.name)) for f in fields(self)})

    @classmethod
    def from_json(cls, text: str) -> "Asked":
        said = json.loads(text)
        days = {name: date.fromisoformat(said[name]) if said[name] else None for name in ("date_from", "date_to")}
        return cls(**said | days | {name: tuple(said[name]) for name in ("lots", "products", "places")})

    def in_words(self) -> str:
        """The scope in one sentence."""
        parts = [f"{name} {', '.join(values)}" for name, values in (
            ("lots", self.lots), ("products", self.products), ("places", self.places)) if values]
        if self.date_from or self.date_to:
            parts.append(f"dates {self.date_from or 'the beginning'} to {self.date_to or 'today'}")
        whose = "All records in view" if self.shared else "The organization's own records"
        return f"{whose} of {'; '.join(parts)}" if parts else whose


@dataclass(frozen=True)
class Package:
    """A prepared answer on S3. records: in the workbook. missing: things asked for of which no record was found."""

    id: str
    key: str
    sha256: str
    size: int
    records: int
    missing: int
    filename: str
    prepared_at: datetime

    @classmethod
    def of(cls, node: Mapping[str, Any]) -> "Package":
        given = {f.name: node[f.name] for f in fields(cls)}
        return cls(**given | {"prepared_at": from_epoch_ms(node["prepared_at"])})


@dataclass(frozen=True)
class RecordsRequest:
    """What FDA asked, how far the answer is, and by when it is due.

    reference: FDA's own name for the case. asked_by, contact: who asked and how to reach them.
    signed_sha256: of the package that the reviewer saw. attempts: at preparing, as for every job.
    """

    id: str
    organization: int
    organization_id: str
    status: State
    reason: Reason
    asked_by: str
    asked_at: datetime
    due_at: datetime
    created_at: datetime
    asked: Asked
    contact: str = ""
    reference: str = ""
    due_because: str = ""
    requested_by: str | None = None
    package: Package | None = None
    signed_by: str | None = None
    signed_at: datetime | None = None
    signed_note: str = ""
    furnished_at: datetime | None = None
    furnished_to: str = ""
    withdrawn_because: str = ""
    error: str | None = None
    attempts: int = 0

    @property
    def folder(self) -> str:
        """S3 prefix of its packages."""
        return f"requests/{self.organization_id}/{self.id}/"

    def clock(self, now: datetime) -> Sla | None:
        """Where the request stands against its deadline; None where it was withdrawn. Exactly on time is late."""
        if self.status is State.WITHDRAWN:
            return None
        if (self.furnished_at or now) >= self.due_at:
            return Sla.BREACHED
        if self.furnished_at:
            return Sla.MET
        return Sla.AT_RISK if self.due_at - now < AT_RISK or self.status is State.FAILED else Sla.ON_TRACK

    @classmethod
    def of(cls, node: Mapping[str, Any]) -> "RecordsRequest":
        """The request held by a node's properties, with its newest package beside them."""
        given = {name: read(node[name]) for name, read in _READERS.items() if node.get(name) is not None}
        return cls(**given)


@dataclass(frozen=True)
class Step:
    """One entry of a request's history."""

    at: datetime
    actor: str
    action: str
    detail: str

    @classmethod
    def of(cls, node: Mapping[str, Any]) -> "Step":
        return cls(from_epoch_ms(node["at"]), node["actor"], node["action"], node["detail"])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def _reader(name: str) -> Any:
    if name.endswith("_at"):
        return from_epoch_ms
    return {"status": State, "reason": Reason, "asked": Asked.from_json, "package": Package.of}.get(
        name, lambda value: value)


_READERS = {field.name: _reader(field.name) for field in fields(RecordsRequest)}
