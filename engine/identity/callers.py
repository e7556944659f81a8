"""What identity hands to everybody else: who calls and what they may see."""

from dataclasses import dataclass, field
from typing import Any

from engine.errors import Forbidden
from engine.identity.roles import ALLOWED, SCOPES, SESSIONS_ONLY, Action, Kind, Role, allowed


@dataclass(frozen=True)
class Organization:
    """A firm. no: its number on every record and flow; id: its public id."""

    no: int
    id: str
    name: str


NO_ORGANIZATION = Organization(0, "", "")
"""Where somebody stands who belongs to no organization yet. No record carries its number, so it sees nothing."""


class InsufficientScope(Forbidden):
    """A bearer token lacks the scope of an action (RFC 6750, 3.1). challenge: for WWW-Authenticate."""

    def __init__(self, scope: str):
        super().__init__(f"This token lacks the scope {scope!r}.")
        self.challenge = f'Bearer error="insufficient_scope", scope="{scope}"'


@dataclass(frozen=True)
class Caller:
    """An authenticated credential acting for its organization.

    credential_id: id of the key, else of the user, else of the client that acts for itself.
    role: of the user where there is one, else of the key or client; None in no organization.
    scopes: of a bearer token, else None. ceiling: role of a user's key.
    per_minute, per_day: the credential's own rate limits, 0 for the deployment's.
    """

    organization: Organization
    role: Role | None
    credential_id: str
    kind: Kind = Kind.KEY
    user_id: str | None = None
    client_id: str | None = None
    scopes: frozenset[str] | None = None
    ceiling: Role | None = None
    per_minute: int = 0
    per_day: int = 0

    @property
    def bucket(self) -> str:
        """What requests are counted by: the key, else client and user, else the user."""
        if self.kind is Kind.TOKEN:
            return f"client:{self.client_id}:{self.user_id or ''}"
        if self.kind is Kind.SESSION:
            return f"user:{self.user_id}"
        return f"key:{self.credential_id}"

    @property
    def actor(self) -> str:
        """Who the audit log says it was."""
        if self.kind in (Kind.KEY, Kind.USER_KEY, Kind.PUBLISHABLE):
            return f"key:{self.credential_id}"
        return f"user:{self.user_id}" if self.user_id else f"client:{self.client_id}"

    def may(self, action: Action) -> bool:
        return allowed(action, self.role, self.kind, self.scopes, self.ceiling)

    def require(self, action: Action) -> None:
        """Raise Forbidden unless the credential allows the action; InsufficientScope where only a scope is missing."""
        if self.may(action):
            return
        if self.kind is Kind.PUBLISHABLE:
            raise Forbidden("A publishable key does not allow this action.", owner_action_required=True)
        if self.role in ALLOWED[action] and self.scopes is not None:
            if SCOPES[action] is None:
                raise Forbidden("No bearer token allows this action.")
            raise InsufficientScope(SCOPES[action])
        if self.kind is not Kind.SESSION and action in SESSIONS_ONLY:
            raise Forbidden("Sign in to do this; other credentials are of one organization.")
        role = self.role if self.role not in ALLOWED[action] else self.ceiling
        raise Forbidden(f"The role {role.value!r} does not allow this action." if role else
                        "You belong to no organization.", owner_action_required=True)


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
class LotRef:
    """A lot found by its id or a former one. id: the present one. no: its number in the graph."""

    no: int
    id: str
    key: str
