"""Entries of the audit log: appended and read, nothing else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.graph import Graph, Transaction
from engine.logs import redact

ORDERINGS = ("at",)
"""Fields a list can be sorted by, each also with a leading `-` for descending."""

_LONGEST_TEXT = 255
_LONGEST_DETAIL = 4_000


@dataclass(frozen=True)
class AuditEntry:
    """One thing somebody did.

    no: counted from 1 within the organization without a gap, so that a missing entry shows.
    actor: `key:<id>`, `user:<id>`, `client:<id>` or `operator`. action: a dotted name such as `export.requested`.
    subject: id of what it was done to. request_id: the X-Request-ID of the call, None outside the API.
    """

    no: int
    at: datetime
    actor: str
    action: str
    subject: str | None
    detail: dict[str, Any]
    request_id: str | None


@dataclass(frozen=True)
class AuditFilter:
    """Which entries to list; None leaves a field open.

    action: a whole name, or a beginning that ends in a dot (`member.`). since is included, before is not.
    """

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    since: datetime | None = None
    before: datetime | None = None


class Audit:
    """The audit log of every organization. There is no way to change or remove an entry."""

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock

    def record(self, organization: int, actor: str, action: str, subject: str | None = None,
               detail: dict[str, Any] | None = None) -> None:
        """Append an entry in a transaction of its own. Raises Unavailable, nothing else.

        Texts are cut where they outgrow an entry, and what looks like a credential is taken out.
        """
        now = self._clock.now()
        self._graph.transaction(lambda tx: append(tx, now, organization, actor, action, subject, detail))

    def page(self, organization: int, wanted: AuditFilter, ordering: str, skip: int,
             limit: int) -> tuple[list[AuditEntry], int]:
        """Entries of one organization, and how many the filter leaves.

        ordering: one of ORDERINGS, with a leading `-` for the newest first.
        """
        row = self._graph.one("audit/page", sign=_sign(ordering), skip=skip, limit=limit,
                              **_params(organization, wanted))
        return [_entry(node) for node in row["entries"]], row["total"]

    def entries(self, organization: int, wanted: AuditFilter, ordering: str) -> Iterator[AuditEntry]:
        """Every entry the filter leaves, as the database yields them."""
        rows = self._graph.stream("audit/entries", sign=_sign(ordering), **_params(organization, wanted))
        return (_entry(row["entry"]) for row in rows)


def append(tx: Transaction, now: datetime, organization: int, actor: str, action: str, subject: str | None = None,
           detail: dict[str, Any] | None = None) -> None:
    """Append an entry in the transaction of what it tells of: the one stands if and only if the other does."""
    tx.run("audit/append", organization=organization, at=epoch_ms(now), actor=_text(actor), action=_text(action),
           subject=None if subject is None else _text(subject), detail=_detail(detail or {}),
           request_id=structlog.contextvars.get_contextvars().get("request_id"))


def _sign(ordering: str) -> int:
    return -1 if ordering.startswith("-") else 1


def _params(organization: int, wanted: AuditFilter) -> dict[str, Any]:
    begins = wanted.action is not None and wanted.action.endswith(".")
    return {
        "organization": organization, "actor": wanted.actor, "subject": wanted.subject,
        "action": None if begins else wanted.action, "beginning": wanted.action if begins else "",
        "since": None if wanted.since is None else epoch_ms(wanted.since),
        "before": None if wanted.before is None else epoch_ms(wanted.before),
    }


def _entry(node: dict[str, Any]) -> AuditEntry:
    return AuditEntry(node["no"], from_epoch_ms(node["at"]), node["actor"], node["action"], node.get("subject"),
                      json.loads(node["detail"]), node.get("request_id"))


def _text(text: object) -> str:
    return redact(str(text))[:_LONGEST_TEXT]


def _detail(detail: dict[str, Any]) -> str:
    """The detail as JSON; one that cannot be told in an entry's length says so instead."""
    try:
        text = redact(json.dumps(detail, default=str, ensure_ascii=False, sort_keys=True))
        json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return '{"untold": true}'
    return text if len(text) <= _LONGEST_DETAIL else '{"untold": true}'
