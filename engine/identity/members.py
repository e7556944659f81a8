"""Members of organizations and invitations to become one. An organization always has an owner."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.errors import Conflict, Forbidden, NotFound
from engine.graph import Graph, Transaction
from engine.identity import fields
from engine.identity.callers import Caller, Organization
from engine.identity.roles import MEMBER_ROLES, Role
from engine.ids import new_id

ORDERINGS = ("joined", "email", "role")
"""Fields a list can be sorted by, each also with a leading `-` for descending."""

_LAST_OWNER = "This is the organization's last owner. Make somebody else an owner first."


@dataclass(frozen=True)
class Member:
    """A user's place in one organization. id: of the membership."""

    id: str
    user_id: str
    email: str
    name: str
    role: Role
    joined_at: datetime
    user_metadata: dict[str, str] = field(default_factory=dict)


class Members:
    """Members of one organization after the other."""

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock

    def add(self, organization: Organization, user_id: str, role: Role) -> Member:
        """Make a user a member at once, for operators and accepted invitations. Raises NotFound, Conflict."""
        return self._graph.transaction(lambda tx: add_member(tx, organization.no, user_id, role, self._now()))

    def page(self, organization: Organization, role: Role | None, text: str | None, ordering: str, skip: int,
             limit: int) -> tuple[list[Member], int]:
        """One page of the members, and how many the filter leaves. text: part of name or address."""
        row = self._graph.one(
            "identity/members", organization=organization.no, role=role, text=(text or "").casefold(),
            order_by=ordering.removeprefix("-"), descending=ordering.startswith("-"), skip=skip, limit=limit)
        return [_member(each) for each in row["members"]], row["total"]

    def find(self, organization: Organization, member_id: str) -> Member:
        """Raises NotFound."""
        row = self._graph.one("identity/member", organization=organization.no, id=member_id)
        if row is None:
            raise NotFound
        return _member(row["member"])

    def change_role(self, caller: Caller, member: Member, role: Role) -> Member:
        """Raises Forbidden where an owner is made or unmade by anybody else, Conflict for the last owner."""
        self._guard(caller, member.role, role)

        def change(tx: Transaction) -> None:
            before = self._locked(tx, caller.organization, member.id)
            self._guard(caller, before["role"], role)
            if before["role"] == Role.OWNER and role is not Role.OWNER and before["owners"] == 1:
                raise Conflict(_LAST_OWNER)
            tx.run("identity/change_member", id=member.id, role=role.value)

        self._graph.transaction(change)
        return self.find(caller.organization, member.id)

    def remove(self, caller: Caller, member: Member) -> None:
        """Raises as change_role does. Sessions, tokens and keys of the user stop working for this organization."""
        def drop(tx: Transaction) -> None:
            before = self._locked(tx, caller.organization, member.id)
            if member.user_id != caller.user_id:
                self._guard(caller, before["role"], Role.VIEWER)
            if before["role"] == Role.OWNER and before["owners"] == 1:
                raise Conflict(_LAST_OWNER)
            tx.run("identity/remove_member", id=member.id)

        self._graph.transaction(drop)

    def _locked(self, tx: Transaction, organization: Organization, member_id: str) -> dict[str, Any]:
        """Role of a member and number of owners, under a lock that every change of owners takes."""
        tx.run("identity/lock_members", organization=organization.no)
        row = tx.one("identity/member_before", organization=organization.no, id=member_id)
        if row is None:
            raise NotFound
        return row

    @staticmethod
    def _guard(caller: Caller, before: str, after: Role) -> None:
        if after not in MEMBER_ROLES:
            raise fields.invalid("role", "A member's role is owner, manager, editor, billing or viewer.")
        if Role.OWNER in (before, after) and caller.role is not Role.OWNER:
            raise Forbidden("Only an owner makes or unmakes owners.", owner_action_required=True)

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def add_member(tx: Transaction, organization: int, user_id: str, role: Role, at: int) -> Member:
    """A membership in the caller's transaction. Raises NotFound, and Conflict for who is a member already."""
    tx.run("identity/lock_members", organization=organization)
    rows = tx.run("identity/add_member", organization=organization, user=user_id, id=new_id(), role=role.value, at=at)
    if not rows:
        raise NotFound
    if not rows[0]["added"]:
        raise Conflict("This user is a member already.")
    return _member(rows[0]["member"])


def _member(row: dict[str, Any]) -> Member:
    return Member(row["id"], row["user_id"], row["email"], row["name"], Role(row["role"]),
                  from_epoch_ms(row["joined_at"]), fields.from_json(row["metadata"]))
