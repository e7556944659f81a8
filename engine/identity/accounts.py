"""Organizations as their members know them: made, described, closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.errors import NotFound
from engine.graph import Graph, Transaction
from engine.identity import fields
from engine.identity.callers import Caller, Organization
from engine.identity.members import add_member
from engine.identity.roles import Kind, Role
from engine.ids import new_id

ORDERINGS = ("created", "name")
"""Fields a list can be sorted by, each also with a leading `-` for descending."""


@dataclass(frozen=True)
class Account:
    """An organization with what it says of itself. role: the caller's in it. country: ISO 3166 alpha-2 or None."""

    organization: Organization
    country: str | None
    is_brand: bool
    created_at: datetime
    role: Role | None = None
    metadata: dict[str, str] = field(default_factory=dict)


class Accounts:
    """Organizations by id, for those who belong to them."""

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock

    def create(self, name: str, country: str | None = None, is_brand: bool = False,
               metadata: Mapping[str, str] | None = None, owner: str | None = None) -> Account:
        """A new organization, with a user as its first owner. Raises Invalid."""
        called, kept = fields.name(name), fields.to_json(fields.metadata({}, metadata))

        def make(tx: Transaction) -> Account:
            at = self._now()
            made = Organization(**tx.run("identity/create_organization", id=new_id(), name=called, at=at)[0])
            tx.run("identity/describe_organization", organization=made.no, name=called, country=country,
                   is_brand=is_brand, metadata=kept)
            if owner:
                add_member(tx, made.no, owner, Role.OWNER, at)
            return _account(tx.one("identity/account", organization=made.no), Role.OWNER if owner else None)

        return self._graph.transaction(make)

    def of(self, caller: Caller) -> list[Account]:
        """Organizations the caller belongs to: all of a session's user, else the credential's own."""
        if caller.kind is Kind.SESSION:
            rows = self._graph.read("identity/accounts_of_user", user=caller.user_id)
            return [_account(row, Role(row["role"])) for row in rows]
        return [self.find(caller)]

    def of_user(self, user_id: str) -> list[Organization]:
        """Organizations a user belongs to, first joined first."""
        rows = self._graph.read("identity/accounts_of_user", user=user_id)
        return [Organization(**row["organization"]) for row in rows]

    def find(self, caller: Caller) -> Account:
        """The organization the caller acts for. Raises NotFound."""
        row = self._graph.one("identity/account", organization=caller.organization.no)
        if row is None:
            raise NotFound
        return _account(row, caller.role)

    def within(self, caller: Caller, organization_id: str) -> Caller:
        """The caller as one of that organization. Raises NotFound for organizations they do not belong to.

        A session speaks for its user in all of them; every other credential is of one.
        """
        if organization_id == caller.organization.id:
            return caller
        if caller.kind is Kind.SESSION:
            row = self._graph.one("identity/membership", user=caller.user_id, id=organization_id)
            if row:
                return replace(caller, organization=Organization(**row["organization"]), role=Role(row["role"]))
        raise NotFound

    def is_member(self, user_id: str, organization: Organization) -> bool:
        return self._graph.one("identity/membership", user=user_id, id=organization.id) is not None

    def describe(self, caller: Caller, changes: Mapping[str, Any]) -> Account:
        """The organization with other values; those not named stay. Raises Invalid.

        changes: any of name, country, is_brand, metadata.
        """
        now = self.find(caller)
        kept = now.metadata
        if "metadata" in changes:
            kept = fields.metadata(now.metadata, changes["metadata"])
        self._graph.write(
            "identity/describe_organization", organization=caller.organization.no,
            name=fields.name(changes.get("name", now.organization.name)), country=changes.get("country", now.country),
            is_brand=changes.get("is_brand", now.is_brand), metadata=fields.to_json(kept))
        return self.find(caller)

    def close(self, organization: Organization) -> None:
        """Close an organization for good: no credential acts for it any more. What it recorded stays.

        Its records are other firms' evidence for two years (21 CFR 1.1455(d)).
        """
        self._graph.write("identity/close_organization", organization=organization.no, at=self._now())

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _account(row: dict[str, Any], role: Role | None) -> Account:
    return Account(Organization(**row["organization"]), row["country"], row["is_brand"],
                   from_epoch_ms(row["created_at"]), role, fields.from_json(row["metadata"]))
