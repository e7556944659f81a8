"""What identity hands to everybody else: who calls and what they may see."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.errors import Forbidden
from engine.identity.roles import ALLOWED, Action, Role


@dataclass(frozen=True)
class Organization:
    """A firm. no: its number on every record and flow; id: its public id."""

    no: int
    id: str
    name: str


@dataclass(frozen=True)
class ApiKey:
    """What is known of a key once it has been handed over: never the key itself.

    hint: first and last characters, enough to tell keys apart in a list.
    """

    id: str
    organization: int
    role: Role
    name: str
    hint: str
    created_at: datetime
    expires_at: datetime | None
    last_used: datetime | None
    is_active: bool


@dataclass(frozen=True)
class Caller:
    """An authenticated credential acting for its organization."""

    organization: Organization
    role: Role
    credential_id: str

    def may(self, action: Action) -> bool:
        return self.role in ALLOWED[action]

    def require(self, action: Action) -> None:
        """Raise Forbidden unless the caller's role allows the action."""
        if not self.may(action):
            raise Forbidden(f"The role {self.role.value!r} does not allow this action.",
                            owner_action_required=True)


@dataclass(frozen=True)
class View:
    """The records a caller may see.

    viewer: own organization. orgs: organizations whose records are visible whole, the own one included.
    grants: restricted ones, as maps {org, gtins: list or None, from, to: epoch days, both inclusive}.
    """

    viewer: int
    orgs: list[int]
    grants: list[dict[str, Any]] = field(default_factory=list)

    def params(self) -> dict[str, Any]:
        """The parameters of the visibility predicate that every statement spells the same."""
        return {"viewer": self.viewer, "orgs": self.orgs, "grants": self.grants}


@dataclass(frozen=True)
class Grant:
    """One organization letting another see its records; None means unrestricted."""

    id: str
    grantor: Organization
    grantee: Organization
    gtins: list[str] | None
    date_from: date | None
    date_to: date | None
    granted_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class LotRef:
    """A lot found by its id or a former one. id: the present one. no: its number in the graph."""

    no: int
    id: str
    key: str
