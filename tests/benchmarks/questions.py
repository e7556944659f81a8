"""What every store is asked, and what it answers."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """All there is downstream or upstream of something. of: "lot" or "place". no: its number."""

    of: str
    no: int
    direction: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a question finds."""

    lots: int
    locations: int
    events: int
    organizations: int


@dataclass(frozen=True)
class Seen:
    """Whose records count, as known when, on which days: the predicates of engine.trace's statements.

    grants: maps {org, gtins, from, to}. at: epoch ms. first, last: epoch days, None for all.
    """

    viewer: int
    orgs: list[int]
    at: int
    grants: list[dict[str, Any]] = field(default_factory=list)
    first: int | None = None
    last: int | None = None

    def params(self) -> dict[str, Any]:
        return {"viewer": self.viewer, "orgs": self.orgs, "grants": self.grants, "at": self.at,
                "from": self.first, "to": self.last}

    def shows(self, flow: dict[str, Any]) -> bool:
        """Whether a flow counts, spelled once more in Python for the store that has no predicates."""
        if not flow["recorded_at"] <= self.at < flow["superseded_at"]:
            return False
        if self.first is not None and not self.first <= flow["on"] <= self.last:
            return False
        return flow["recorded_by"] in self.orgs or self.viewer in flow["counterparties"] or any(
            grant["org"] == flow["recorded_by"] and grant["from"] <= flow["on"] <= grant["to"]
            and (grant["gtins"] is None or flow["gtin"] in grant["gtins"]) for grant in self.grants)
