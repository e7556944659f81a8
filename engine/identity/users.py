"""People: e-mail address, password, and the sessions they open in a browser."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.errors import Conflict, NotFound, Unauthorized
from engine.graph import Graph
from engine.identity import fields, keys
from engine.identity.passwords import Passwords
from engine.ids import new_id

_RESET_MS = 3_600_000
_NO_MATCH = "E-mail address and password do not match."


@dataclass(frozen=True)
class User:
    """A person. Their password is kept as an argon2id hash and leaves this room in no form."""

    id: str
    email: str
    name: str
    created_at: datetime
    metadata: dict[str, str] = field(default_factory=dict)


class Users:
    """People by their e-mail addresses."""

    def __init__(self, graph: Graph, clock: Clock, passwords: Passwords):
        self._graph = graph
        self._clock = clock
        self._passwords = passwords

    def create(self, email: str, password: str, name: str = "") -> User:
        """A new user. Raises Invalid, and Conflict where the address is taken."""
        address = fields.email(email)
        rows = self._graph.write(
            "identity/create_user", id=new_id(), email=address, email_key=fields.email_key(address),
            name=fields.name(name) if name.strip() else "", password=self._passwords.hash(password), at=self._now(),
        )
        if not rows[0]["created"]:
            raise Conflict("This e-mail address has an account.")
        return _user(rows[0])

    def find(self, user_id: str) -> User:
        """Raises NotFound."""
        row = self._graph.one("identity/user", id=user_id)
        if row is None:
            raise NotFound
        return _user(row)

    def find_by_email(self, email: str) -> User | None:
        row = self._graph.one("identity/user_by_email", email_key=fields.email_key(email))
        return _user(row) if row else None

    def sign_in(self, email: str, password: str) -> User:
        """The user of this address and password. Unknown users cost as much time and get the same Unauthorized."""
        row = self._graph.one("identity/user_by_email", email_key=fields.email_key(email))
        if not self._passwords.matches(row["password"] if row else None, password) or not row["active"]:
            raise Unauthorized(_NO_MATCH)
        if self._passwords.is_outdated(row["password"]):
            self._graph.write("identity/set_password", id=row["id"], password=self._passwords.hash(password),
                              at=self._now())
        return _user(row)

    def describe(self, user_id: str, name: str | None, metadata: dict[str, str] | None,
                 clear_metadata: bool = False) -> User:
        """The user with another name or metadata; None leaves either as it is. Raises NotFound, Invalid."""
        user = self.find(user_id)
        kept = {} if clear_metadata else user.metadata
        if metadata:
            kept = fields.metadata(kept, metadata)
        called = user.name if name is None else fields.name(name)
        self._graph.write("identity/describe_user", id=user_id, name=called, metadata=fields.to_json(kept))
        return self.find(user_id)

    def change_password(self, user_id: str, current: str, new: str, but_session: str | None = None) -> None:
        """Ends every other session and bearer token of the user. Raises Unauthorized, Invalid.

        but_session: raw session that goes on.
        """
        row = self._graph.one("identity/user", id=user_id)
        if row is None or not self._passwords.matches(row["password"], current):
            raise Unauthorized(_NO_MATCH)
        self._set_password(user_id, self._passwords.hash(new, "new_password"), but_session)

    def begin_reset(self, email: str) -> str:
        """A raw token that sets a new password once within an hour; it is for the operator to hand over.

        Raises NotFound.
        """
        raw = keys.make_token(keys.Opaque.RESET)
        if not self._graph.write("identity/begin_reset", email_key=fields.email_key(email),
                                 sha256=keys.fingerprint(raw), expires_at=self._now() + _RESET_MS):
            raise NotFound
        return raw

    def reset_password(self, token: str, new: str) -> User:
        """Raises Unauthorized for a token that is unknown, used or expired, Invalid for a poor password."""
        hashed = self._passwords.hash(new)
        rows = keys.is_token(token, keys.Opaque.RESET) and self._graph.write(
            "identity/claim_reset", sha256=keys.fingerprint(token), at=self._now())
        if not rows:
            raise Unauthorized("This token is not good, or not any more.")
        self._set_password(rows[0]["id"], hashed, None)
        return self.find(rows[0]["id"])

    def _set_password(self, user_id: str, hashed: str, but_session: str | None) -> None:
        kept = keys.fingerprint(but_session) if but_session else ""

        def change(tx) -> None:
            tx.run("identity/set_password", id=user_id, password=hashed, at=self._now())
            tx.run("identity/end_sessions", user=user_id, but=kept)
            tx.run("identity/end_tokens_of_user", user=user_id, at=self._now())

        self._graph.transaction(change)

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _user(row: dict[str, Any]) -> User:
    return User(row["id"], row["email"], row["name"], from_epoch_ms(row["created_at"]),
                fields.from_json(row["metadata"]))
