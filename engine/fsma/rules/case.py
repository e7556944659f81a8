"""One record before its judges."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.fsma.cte_types import CteKind
from engine.fsma.findings import Severity
from engine.fsma.notes import Notes
from engine.fsma.records import Record


@dataclass(frozen=True, slots=True)
class Case:
    """A record, what was noted while it was read, and the moment it is judged at.

    transporters: known carriers, as `rules.transporters.names` gives them.
    """

    record: Record
    kind: CteKind
    notes: Notes
    now: datetime
    transporters: frozenset[str] = frozenset()

    def note(
        self,
        rule: str,
        field: str | None,
        message: str,
        hint: str,
        value: Any = None,
        severity: Severity | None = None,
    ) -> None:
        """Notes a finding; the severity is the rule's own unless another is given."""
        self.notes.add(rule, field, message, hint, value, severity)

    def label(self, field: str) -> str:
        """How to call a field in a sentence."""
        return self.kind.label_of(field)

    def unreadable(self, field: str) -> bool:
        """True where something was sent for the field but could not be read, which has its own finding."""
        path = self.notes.path(field)
        return any(f.field == path and f.severity == "error" for f in self.notes.findings)

    @property
    def tells_of_seeds_only(self) -> bool:
        """True for a row of FDA's sprouts sheet, which has neither place, date nor amount of packing."""
        record = self.record
        return (
            self.kind.cte_type == "initial_packing_sprouts"
            and record.packing_location is None
            and record.packing_date is None
            and record.quantity_packed is None
            and record.seed_receipt_date is not None
        )
