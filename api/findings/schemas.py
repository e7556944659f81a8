"""Answers about findings and rules."""

from dataclasses import asdict
from datetime import date, datetime

from pydantic import BaseModel, Field

from engine.findings import Count, FindingView
from engine.fsma.findings import RULE_VERSION, RULES, Severity


class FindingOut(BaseModel):
    """One thing a rule noticed in a record, a quarantined row, between records, or about two places."""

    finding_id: str
    rule: str = Field(description="Code of the rule, for example V-X-03.")
    severity: Severity
    state: str = Field(description="open while it holds, else closed.")
    event_id: str | None
    record_id: str | None = Field(description="The record; null for a quarantined row and for a pair of places.")
    quarantine_id: str | None = Field(description="The quarantined row, where the record could not be accepted.")
    quarantined: bool
    capture_id: str | None
    lot_id: str | None
    location_id: str | None
    cte_type: str | None
    on: date | None = Field(description="Day of the event.")
    recorded_by: str
    field: str | None
    value: str | None
    message: str
    hint: str = Field(description="What to do, or whom to ask.")
    section: str = Field(description="Paragraph of 21 CFR.")
    rule_version: str
    other_records: int = Field(description="Further records it speaks of; you can see all of them.")
    found_at: datetime
    reopened_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None = Field(description="cured, corrected, voided, or what became of the quarantined row.")

    @classmethod
    def of(cls, view: FindingView) -> "FindingOut":
        return cls(**asdict(view), quarantined=view.quarantine_id is not None)


class CountOut(BaseModel):
    """How many findings of one rule have one severity."""

    rule: str
    severity: Severity
    open: int
    closed: int


class SummaryOut(BaseModel):
    """Numbers of findings."""

    open: int
    closed: int
    by_severity: dict[Severity, int] = Field(description="Open findings.")
    by_rule: list[CountOut]

    @classmethod
    def of(cls, counts: list[Count]) -> "SummaryOut":
        rules: dict[tuple[str, Severity], CountOut] = {}
        severities: dict[Severity, int] = {"error": 0, "warning": 0, "info": 0}
        for count in counts:
            row = rules.setdefault((count.rule, count.severity),
                                   CountOut(rule=count.rule, severity=count.severity, open=0, closed=0))
            setattr(row, count.state, count.number)
            severities[count.severity] += count.number if count.state == "open" else 0
        return cls(open=sum(r.open for r in rules.values()), closed=sum(r.closed for r in rules.values()),
                   by_severity=severities, by_rule=[rules[key] for key in sorted(rules)])


class RuleOut(BaseModel):
    """A rule: what it says, and how grave it is unless a finding says otherwise."""

    rule: str
    severity: Severity
    meaning: str
    between_records: bool = Field(description="Whether later records can open and close its findings.")


class RulesOut(BaseModel):
    """The catalogue of rules."""

    rule_version: str
    rules: list[RuleOut]

    @classmethod
    def catalogue(cls) -> "RulesOut":
        return cls(rule_version=RULE_VERSION, rules=[
            RuleOut(rule=name, severity=rule.severity, meaning=rule.meaning, between_records=rule.between_records)
            for name, rule in RULES.items()])
