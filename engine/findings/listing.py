"""Findings as a caller may read them: filtered, ordered, counted."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from engine.clock import epoch_day, from_epoch_day, from_epoch_ms
from engine.errors import NotFound
from engine.fsma.findings import Severity
from engine.graph import Graph, Transaction
from engine.identity import View
from engine.ids import is_id

ORDERINGS = ("found_at", "on", "severity", "rule")
# Findings of one record; it has no more than a few for each of its data elements.
_OF_A_RECORD = 10_000


class State(StrEnum):
    """Whether a finding holds."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True)
class FindingFilter:
    """Which findings. partner: organization id, or part of a business name in the record. q: text, any case."""

    rule: str | None = None
    severity: Severity | None = None
    state: State = State.OPEN
    event_id: str | None = None
    lot_id: str | None = None
    location_id: str | None = None
    cte_type: str | None = None
    partner: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    q: str | None = None


@dataclass(frozen=True)
class FindingView:
    """One finding. record_id: its record, None for a quarantined row (quarantine_id) and for a pair of places.

    other_records: how many further records it speaks of, all of them in view. on: day of the event.
    """

    finding_id: str
    rule: str
    severity: Severity
    state: str
    event_id: str | None
    record_id: str | None
    quarantine_id: str | None
    capture_id: str | None
    lot_id: str | None
    location_id: str | None
    cte_type: str | None
    on: date | None
    recorded_by: str
    field: str | None
    value: str | None
    message: str
    hint: str
    section: str
    rule_version: str
    other_records: int
    found_at: datetime
    reopened_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True)
class Count:
    """How many findings of a rule have a severity and a state."""

    rule: str
    severity: Severity
    state: str
    number: int


class Listing:
    """Reads findings; every question is answered within one view."""

    def __init__(self, graph: Graph):
        self._graph = graph

    def page(self, view: View, wanted: FindingFilter, ordering: str = "-found_at", skip: int = 0,
             limit: int = 25) -> tuple[list[FindingView], int]:
        """One page, and how many there are in all. ordering: one of ORDERINGS, with a leading - for descending."""
        def read(tx: Transaction) -> tuple[list[FindingView], int]:
            asked = _asked(tx, view, wanted)
            if asked is None:
                return [], 0
            rows = tx.run("findings/seen", order_by=ordering.lstrip("-"), downwards=ordering.startswith("-"),
                          skip=skip, limit=limit, **asked)
            # A last page tells how many there are; counting takes as long as the page itself.
            last = len(rows) < limit and (rows or not skip)
            total = skip + len(rows) if last else sum(row["number"] for row in tx.run("findings/counts", **asked))
            return _views(tx, [row["id"] for row in rows]), total

        return self._graph.reading(read)

    def summary(self, view: View, wanted: FindingFilter) -> list[Count]:
        """Numbers of findings by rule, severity and state."""
        def read(tx: Transaction) -> list[dict[str, Any]]:
            asked = _asked(tx, view, wanted)
            return tx.run("findings/counts", **asked) if asked else []

        counts = (Count(**row) for row in self._graph.reading(read))
        return sorted(counts, key=lambda c: (c.rule, c.severity, c.state))

    def one(self, view: View, finding_id: str) -> FindingView:
        """One finding. Raises NotFound where the caller may not see it."""
        def read(tx: Transaction) -> FindingView:
            about = tx.one("findings/one", id=finding_id)
            if about is None:
                raise NotFound
            if about["record"] is None and about["quarantined"] is None:
                seen = about["recorded_by"] in view.orgs
            else:
                asked = _params(tx, view, FindingFilter(state=State.ALL)) | {
                    "records": [about["record"]], "rows": [about["quarantined"]]}
                rows = tx.run("findings/seen", order_by="rule", downwards=False, skip=0, limit=_OF_A_RECORD, **asked)
                seen = finding_id in {row["id"] for row in rows}
            if not seen:
                raise NotFound
            return _views(tx, [finding_id])[0]

        return self._graph.reading(read)


def _asked(tx: Transaction, view: View, wanted: FindingFilter) -> dict[str, Any] | None:
    """Parameters of findings/seen and findings/counts; None where nothing can match."""
    params = _params(tx, view, wanted)
    if wanted.location_id and params["place"] is None:
        return None
    if wanted.event_id is None and wanted.lot_id is None:
        return params
    about = [tx.one("findings/records_of", event_id=event, lot_id=lot)
             for event, lot in ((wanted.event_id, None), (None, wanted.lot_id)) if event or lot]
    records = set.intersection(*(set(each["records"]) for each in about))
    return {**params, "records": sorted(records), "rows": about[0]["rows"] if len(about) == 1 else []}


def _params(tx: Transaction, view: View, wanted: FindingFilter) -> dict[str, Any]:
    known = tx.one("findings/known", location_id=wanted.location_id,
                   organization_id=wanted.partner if wanted.partner and is_id(wanted.partner) else None)
    named = None
    if wanted.partner and known["organization"] is None:
        named = rf'(?is).*"business_name":"[^"]*{re.escape(wanted.partner)}[^"]*".*'
    return {
        **view.params(), "states": ["open", "closed"] if wanted.state is State.ALL else [str(wanted.state)],
        "rule": wanted.rule, "severity": wanted.severity, "cte_type": wanted.cte_type,
        "from": epoch_day(wanted.date_from) if wanted.date_from else None,
        "to": epoch_day(wanted.date_to) if wanted.date_to else None, "q": wanted.q.lower() if wanted.q else None,
        "place": known["place"], "partner": known["organization"], "named": named,
        "records": None, "rows": None,
    }


def _views(tx: Transaction, ids: list[str]) -> list[FindingView]:
    return [_view(row) for row in tx.run("findings/details", ids=ids)]


def _view(row: dict[str, Any]) -> FindingView:
    f = row["finding"]
    moments = {name: from_epoch_ms(f[name]) if f.get(name) is not None else None
               for name in ("found_at", "reopened_at", "closed_at")}
    return FindingView(
        f["id"], f["rule"], f["severity"], f["state"], f.get("event_id"), row["record_id"], f.get("quarantined"),
        row["capture_id"], row["lot_id"], row["location_id"], f.get("cte_type"),
        from_epoch_day(f["on"]) if f.get("on") is not None else None, row["recorder"] or "", f.get("field"),
        f.get("value"), f["message"], f["hint"], f["section"], f["rule_version"], len(f.get("others") or ()),
        moments["found_at"], moments["reopened_at"], moments["closed_at"], f.get("closed_by"),
    )
