"""One import as a frozen value, read from its node in the graph."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.clock import from_epoch_ms
from engine.storage.storage import document_key


class Status(StrEnum):
    """Lifecycle of an import: `pending -> processing -> completed | failed | cancelled`; short ones at once."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({Status.COMPLETED, Status.FAILED, Status.CANCELLED})


@dataclass(frozen=True)
class Tally:
    """What has become of rows and records so far.

    groups: rows or sets of rows that are done; where a later attempt goes on. read, accepted, warned, quarantined,
    skipped: rows; `warned` ones are among the accepted. created, duplicates: records. by_type: accepted records.
    findings: their number. parts: for each part its first group and its rows by outcome, in the order of OUTCOMES.
    """

    groups: int = 0
    read: int = 0
    accepted: int = 0
    warned: int = 0
    quarantined: int = 0
    skipped: int = 0
    created: int = 0
    duplicates: int = 0
    findings: int = 0
    by_type: dict[str, int] | None = None
    parts: tuple[tuple[int, ...], ...] = ()

    def to_node(self) -> dict[str, Any]:
        """Properties of the import's node."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        return plain | {"by_type": json.dumps(self.by_type or {}), "parts": json.dumps(self.parts)}

    @classmethod
    def of(cls, node: Mapping[str, Any]) -> "Tally":
        given = {f.name: node[f.name] for f in fields(cls) if node.get(f.name) is not None}
        return cls(**given | {"by_type": json.loads(node.get("by_type") or "{}"),
                              "parts": tuple(tuple(part) for part in json.loads(node.get("parts") or "[]"))})


@dataclass(frozen=True)
class Import:
    """One file that was sent in, and what became of it.

    id: the same for the same file of the same organization, read the same way. organization: its number.
    rows_total: rows of the file as far as known before it is read. mapping: the sender's choices it is read with.
    sheets: how each sheet was understood. corrects: the import whose quarantined rows this one corrects.
    runs: how often it was begun from the start. actor: who asked for it, as the audit log names them.
    file: S3 key of a dry run's file, which is there until the dry run has ended. revision: of its latest capture.
    """

    id: str
    organization: int
    organization_id: str
    sha256: str
    filename: str
    kind: str
    size: int
    status: Status
    requested_at: datetime
    tally: Tally
    dry_run: bool = False
    requested_by: str | None = None
    date_format: str | None = None
    mapping: dict[str, Any] | None = None
    sheets: tuple[dict[str, Any], ...] = ()
    corrects: str | None = None
    rows_total: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    attempts: int = 0
    error: str | None = None
    runs: int = 1
    actor: str = "operator"
    file: str | None = None
    revision: int = 0

    @property
    def ended(self) -> bool:
        """Whether it goes no further unless it is asked for again."""
        return self.status in ENDED

    @property
    def folder(self) -> str:
        """S3 prefix of what belongs to this import."""
        return f"imports/{self.organization_id}/{self.id}/"

    @property
    def file_key(self) -> str:
        """Where the file lies on S3."""
        return self.file or document_key(self.sha256)

    def spot(self, sheet: str, row: int, import_id: str | None = None) -> str:
        """Where in this import, or at the same place of another, a row stands: what a corrected file is matched by.

        A CSV file takes its sheet's name from its own, which a corrected one need not keep.
        """
        name = "" if self.kind == "csv" and len(self.sheets) == 1 else sheet
        return f"{import_id or self.id}:{row}:{name}"

    def to_node(self) -> dict[str, Any]:
        """Properties of its node as it is asked for; times are the statements' own."""
        return {
            "id": self.id, "organization": self.organization, "organization_id": self.organization_id,
            "sha256": self.sha256, "filename": self.filename, "kind": self.kind, "size": self.size,
            "dry_run": self.dry_run, "requested_by": self.requested_by,
            "actor": self.actor, "file": self.file, "date_format": self.date_format,
            "mapping": json.dumps(self.mapping or {}), "sheets": json.dumps(self.sheets), "corrects": self.corrects,
            "rows_total": self.rows_total, "runs": self.runs, **self.tally.to_node(),
        }

    @classmethod
    def of(cls, node: Mapping[str, Any]) -> "Import":
        """The import held by a node's properties; those of the machinery (lock, token) stay behind."""
        given = {name: read(node[name]) for name, read in _READERS.items() if node.get(name) is not None}
        return cls(tally=Tally.of(node), **given | {"ended_at": _moment(node.get("ended_at") or node.get("failed_at"))})


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_epoch_ms(ms)


def _reader(name: str) -> Any:
    if name.endswith("_at"):
        return from_epoch_ms
    return {"status": Status, "mapping": json.loads, "sheets": lambda text: tuple(json.loads(text))}.get(
        name, lambda value: value)


_READERS = {f.name: _reader(f.name) for f in fields(Import) if f.name != "tally"}
