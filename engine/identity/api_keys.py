"""API keys of organizations: made, listed, changed, revoked, and recognised."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.errors import NotFound, Unauthorized
from engine.graph import Graph, Transaction
from engine.identity import fields, keys
from engine.identity.callers import Caller, Organization
from engine.identity.roles import KEY_ROLES, Kind, Role
from engine.identity.room import require_room
from engine.ids import new_id

ORDERINGS = ("created", "name", "last_used")
"""Fields a list can be sorted by, each also with a leading `-` for descending."""

_KINDS = {keys.ORGANIZATION_PREFIX: Kind.KEY, keys.USER_PREFIX: Kind.USER_KEY,
          keys.PUBLISHABLE_PREFIX: Kind.PUBLISHABLE}
_PREFIXES = {kind: prefix for prefix, kind in _KINDS.items()}
_USED_AGAIN_MS = 60_000
_LONGEST_DESCRIPTION = 500


@dataclass(frozen=True)
class ApiKey:
    """What is known of a key once it has been handed over: never the key itself.

    hint: first and last characters, enough to tell keys apart in a list. user_id: whom a user's key acts as.
    per_minute, per_day: its own rate limits, 0 for the deployment's.
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
    kind: Kind = Kind.KEY
    user_id: str | None = None
    description: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    per_minute: int = 0
    per_day: int = 0


@dataclass(frozen=True)
class KeyChanges:
    """What to change of a key; None leaves a field as it is."""

    name: str | None = None
    description: str | None = None
    role: Role | None = None
    per_minute: int | None = None
    per_day: int | None = None
    expires_at: datetime | None = None
    forever: bool = False
    metadata: dict[str, str] | None = None
    clear_metadata: bool = False


class ApiKeys:
    """Keys by their ids, and callers by raw keys."""

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock

    def create(self, organization: Organization, role: Role, name: str, expires_at: datetime | None = None,
               kind: Kind = Kind.KEY, user_id: str | None = None, description: str = "",
               metadata: dict[str, str] | None = None, per_minute: int = 0, per_day: int = 0) -> tuple[ApiKey, str]:
        """A key and its raw form, which is shown this once and stored nowhere.

        Raises Invalid for a role that keys do not carry, NotFound for an unknown organization or user, Conflict where
        the organization has as many as it may.
        """
        if role not in KEY_ROLES:
            raise fields.invalid("role", "A key's role is manager, editor or readonly.")
        if kind is Kind.PUBLISHABLE and role is not Role.READONLY:
            raise fields.invalid("role", "A publishable key is readonly.")
        raw = keys.make_key(_PREFIXES[kind])
        at = self._now()
        properties = {
            "organization": organization.no, "id": new_id(), "sha256": keys.fingerprint(raw), "hint": keys.hint(raw),
            "role": Role(role).value, "name": fields.name(name), "at": at, "expires_at": fields.ms(expires_at),
            "prefix": _PREFIXES[kind], "user": user_id if kind is Kind.USER_KEY else None,
            "description": _description(description), "metadata": fields.to_json(fields.metadata({}, metadata)),
            "per_minute": per_minute, "per_day": per_day,
        }

        def make(tx: Transaction) -> list[dict[str, Any]]:
            require_room(tx, organization.no, "keys", at)
            return tx.run("identity/create_key", **properties)

        rows = self._graph.transaction(make)
        if not rows:
            raise NotFound
        return _key(rows[0]), raw

    def all(self, organization: Organization) -> list[ApiKey]:
        """Keys of an organization, newest first, inactive ones included."""
        return [_key(row) for row in self._graph.read("identity/keys", organization=organization.no)]

    def page(self, organization: Organization, role: Role | None, is_active: bool | None, ordering: str, skip: int,
             limit: int) -> tuple[list[ApiKey], int]:
        """One page of the keys of an organization, and how many the filter leaves."""
        found = [key for key in self.all(organization)
                 if role in (None, key.role) and is_active in (None, key.is_active)]
        by = {"created": lambda key: key.created_at, "name": lambda key: key.name.casefold(),
              "last_used": lambda key: (key.last_used is not None, key.last_used or key.created_at)}
        found.sort(key=by[ordering.removeprefix("-")], reverse=ordering.startswith("-"))
        return found[skip:skip + limit], len(found)

    def find(self, organization: Organization, key_id: str) -> ApiKey:
        """A key of this organization. Raises NotFound."""
        for key in self.all(organization):
            if key.id == key_id:
                return key
        raise NotFound

    def change(self, organization: Organization, key_id: str, changes: KeyChanges) -> ApiKey:
        """The key as changed. Raises NotFound, Invalid."""
        key = self.find(organization, key_id)
        role = changes.role or key.role
        if role not in KEY_ROLES or (key.kind is Kind.PUBLISHABLE and role is not Role.READONLY):
            raise fields.invalid("role", "This kind of key does not carry that role.")
        kept = {} if changes.clear_metadata else key.metadata
        if changes.metadata:
            kept = fields.metadata(kept, changes.metadata)
        expires = None if changes.forever else changes.expires_at or key.expires_at
        self._graph.write(
            "identity/change_key", id=key.id, role=role.value, metadata=fields.to_json(kept),
            name=key.name if changes.name is None else fields.name(changes.name),
            description=key.description if changes.description is None else _description(changes.description),
            per_minute=key.per_minute if changes.per_minute is None else changes.per_minute,
            per_day=key.per_day if changes.per_day is None else changes.per_day,
            expires_at=fields.ms(expires),
        )
        return self.find(organization, key_id)

    def revoke(self, key_id: str) -> None:
        """Make a key useless from now on. Raises NotFound."""
        if not self._graph.write("identity/revoke_key", id=key_id):
            raise NotFound

    def authenticate(self, raw: str) -> Caller:
        """The caller a raw key stands for. Every failure raises the same Unauthorized.

        Shape and checksum are compared before the database is asked anything.
        """
        if not keys.is_well_formed(raw):
            raise Unauthorized
        now = self._now()
        row = self._graph.one("identity/key_by_fingerprint", sha256=keys.fingerprint(raw))
        if row is None or not (row["key_active"] and row["organization_active"]):
            raise Unauthorized
        if row["expires_at"] is not None and row["expires_at"] <= now:
            raise Unauthorized
        kind = _KINDS[row["prefix"]]
        # A user's key ends with its user's membership.
        if kind is Kind.USER_KEY and row["member_role"] is None:
            raise Unauthorized
        if row["last_used"] is None or row["last_used"] <= now - _USED_AGAIN_MS:
            self._graph.write("identity/key_used", id=row["id"], at=now, before=now - _USED_AGAIN_MS)
        return _caller(row, kind)

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _caller(row: dict[str, Any], kind: Kind) -> Caller:
    role = Role(row["role"])
    own = kind is Kind.USER_KEY
    return Caller(
        Organization(row["no"], row["organization_id"], row["organization_name"]),
        Role(row["member_role"]) if own else role, row["id"], kind,
        user_id=row["user_id"] if own else None, ceiling=role if own else None,
        per_minute=row["per_minute"], per_day=row["per_day"],
    )


def _key(row: dict[str, Any]) -> ApiKey:
    return ApiKey(
        id=row["id"], organization=row["organization"], role=Role(row["role"]), name=row["name"], hint=row["hint"],
        created_at=from_epoch_ms(row["created_at"]), expires_at=fields.moment(row["expires_at"]),
        last_used=fields.moment(row["last_used"]), is_active=row["is_active"], kind=_KINDS[row["prefix"]],
        user_id=row["user_id"], description=row["description"], metadata=fields.from_json(row["metadata"]),
        per_minute=row["per_minute"], per_day=row["per_day"],
    )


def _description(text: str) -> str:
    if len(text) > _LONGEST_DESCRIPTION:
        raise fields.invalid("description", f"A description has at most {_LONGEST_DESCRIPTION} characters.")
    return text.strip()
