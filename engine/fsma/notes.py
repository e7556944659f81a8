"""The findings of one event, gathered while it is read and judged."""

from typing import Any

from engine.fsma.cte_types import CteKind
from engine.fsma.findings import RULES, Finding, Severity
from engine.fsma.text import excerpt

# A row with more stray fields than this comes from another format; the rest are counted, not listed.
MOST_STRAY_FIELDS = 20


class Notes:
    """Findings of the event at `position` of its document.

    not_applicable: fields answered "n/a", which is an answer where a data element is conditional.
    aliases: items of the record's lists, as "inputs[1].", with the path their sender knows them by.
    """

    def __init__(self, kind: CteKind | None, event_id: str | None, position: int) -> None:
        self.kind, self.event_id, self.position = kind, event_id, position
        self.findings: list[Finding] = []
        self.not_applicable: set[str] = set()
        self.stray = 0
        self.aliases: dict[str, str] = {}

    @property
    def quarantined(self) -> bool:
        """True where a finding forbids to accept the record."""
        return any(f.severity == "error" for f in self.findings)

    def add(
        self,
        rule: str,
        field: str | None,
        message: str,
        hint: str,
        value: Any = None,
        severity: Severity | None = None,
    ) -> None:
        """Notes a finding; the severity is the rule's own unless another is given."""
        field = self.path(field) if field else field
        section = self.kind.paragraph(field or "") if self.kind else "§1.1310"
        self.findings.append(
            Finding(
                rule,
                severity or RULES[rule].severity,
                self.event_id,
                field,
                excerpt(value),
                message,
                hint,
                section,
                self.position,
            )
        )

    def path(self, field: str) -> str:
        """The field as its sender knows it."""
        head, bracket, rest = field.partition("].")
        item = f"{head}{bracket}"
        return self.aliases[item] + rest if item in self.aliases else field

    def label(self, field: str) -> str:
        """How to call a field in a sentence."""
        return self.kind.label_of(field) if self.kind else field.replace("_", " ")

    def wrong_type(self, field: str, value: Any, due: str) -> None:
        """Notes a value of the wrong JSON type."""
        message = f"Something else stands where {due} is due for the {self.label(field)}."
        self.add("V-DOC-02", field, message, f"Send {due}.", value)

    def too_long(self, field: str, value: str) -> None:
        """Notes a text no data element is as long as."""
        hint = "Check whether the columns or fields of the file slipped."
        self.add("V-DOC-02", field, f"The {self.label(field)} is {len(value):,} characters long.", hint, value)

    def stray_field(self, field: str, value: Any, kind_label: str) -> None:
        """Notes a field this kind of event does not have; from the twenty-first on only their number."""
        self.stray += 1
        if self.stray <= MOST_STRAY_FIELDS:
            named = excerpt(field, 200) or ""
            message = f"“{named[:60]}” is not a field of {kind_label}; it was left out."
            self.add("V-DOC-01", named, message, "Check the field's spelling, or the kind of event.", value)
        elif self.stray == MOST_STRAY_FIELDS + 1:
            message = "More fields of this event are unknown; they were left out too."
            self.add("V-DOC-01", None, message, "Check that the file is in the format of this service.")
