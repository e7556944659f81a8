"""Invitations: a token handed over once, good for a week and for one address."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.errors import Conflict, Forbidden, NotFound
from engine.graph import Graph, Transaction
from engine.identity import fields, keys
from engine.identity.callers import Caller, Organization
from engine.identity.members import Member, add_member
from engine.identity.roles import MEMBER_ROLES, Role
from engine.identity.room import require_room
from engine.identity.users import User
from engine.ids import new_id

_LIFE_MS = 7 * 24 * 3_600_000


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Invitation:
    """An invitation as its organization sees it; the token was shown once."""

    id: str
    organization: Organization
    email: str
    role: Role
    state: InvitationState
    created_at: datetime
    expires_at: datetime


class Invitations:
    """Invitations by organization, and by raw token."""

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock

    def create(self, caller: Caller, email: str, role: Role) -> tuple[Invitation, str]:
        """An invitation and its raw token.

        Raises Invalid, Forbidden where anybody but an owner invites one, Conflict where too many are open.
        """
        if role not in MEMBER_ROLES:
            raise fields.invalid("role", "A member's role is owner, manager, editor, billing or viewer.")
        if role is Role.OWNER and caller.role is not Role.OWNER:
            raise Forbidden("Only an owner makes or unmakes owners.", owner_action_required=True)
        address, now = fields.email(email), self._now()
        raw, invitation_id = keys.make_token(keys.Opaque.INVITATION), new_id()
        organization = caller.organization.no

        def invite(tx: Transaction) -> None:
            require_room(tx, organization, "invitations", now)
            tx.run("identity/invite", organization=organization, id=invitation_id, sha256=keys.fingerprint(raw),
                   email=address, role=role.value, by=caller.actor, at=now, expires_at=now + _LIFE_MS)

        self._graph.transaction(invite)
        return self.find(caller.organization, invitation_id), raw

    def all(self, organization: Organization) -> list[Invitation]:
        """Invitations of an organization, newest first."""
        rows = self._graph.read("identity/invitations", organization=organization.no)
        return [self._invitation(row) for row in rows]

    def find(self, organization: Organization, invitation_id: str) -> Invitation:
        """Raises NotFound."""
        for invitation in self.all(organization):
            if invitation.id == invitation_id:
                return invitation
        raise NotFound

    def withdraw(self, organization: Organization, invitation_id: str) -> None:
        """Make its token useless. Raises NotFound, and Conflict once it is accepted."""
        self.find(organization, invitation_id)
        if not self._graph.write("identity/withdraw_invitation", id=invitation_id, at=self._now()):
            raise Conflict("This invitation has been accepted.")

    def of_token(self, raw: str) -> Invitation:
        """The open invitation of a token. Raises NotFound for every other."""
        row = keys.is_token(raw, keys.Opaque.INVITATION) and self._graph.one(
            "identity/invitation_by_token", sha256=keys.fingerprint(raw))
        invitation = self._invitation(row) if row else None
        if invitation is None or invitation.state is not InvitationState.OPEN:
            raise NotFound("This invitation is not good, or not any more.")
        return invitation

    def accept(self, raw: str, user: User) -> Member:
        """Make the invited user a member. Raises NotFound, Forbidden for another user, Conflict for a member."""
        invitation = self.of_token(raw)
        if fields.email_key(invitation.email) != fields.email_key(user.email):
            raise Forbidden("This invitation is for another e-mail address.")

        def take(tx: Transaction) -> Member:
            if not tx.run("identity/claim_invitation", id=invitation.id, at=self._now()):
                raise NotFound("This invitation is not good, or not any more.")
            return add_member(tx, invitation.organization.no, user.id, invitation.role, self._now())

        return self._graph.transaction(take)

    def _invitation(self, row: dict[str, Any]) -> Invitation:
        state = InvitationState.OPEN
        if row["accepted_at"] is not None:
            state = InvitationState.ACCEPTED
        elif row["withdrawn_at"] is not None:
            state = InvitationState.WITHDRAWN
        elif row["expires_at"] <= self._now():
            state = InvitationState.EXPIRED
        return Invitation(row["id"], Organization(**row["organization"]), row["email"], Role(row["role"]), state,
                          from_epoch_ms(row["created_at"]), from_epoch_ms(row["expires_at"]))

    def _now(self) -> int:
        return epoch_ms(self._clock.now())
