"""Sessions of browsers: kept by the SHA-256 of their cookie, ended by twelve idle hours."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.errors import NotFound, Unauthorized
from engine.graph import Graph
from engine.identity import keys
from engine.identity.callers import NO_ORGANIZATION, Caller, Organization
from engine.identity.roles import Kind, Role
from engine.identity.users import User

IDLE_SECONDS = 12 * 3600
_LONGEST_MS = 7 * 24 * 3_600_000
_SEEN_AGAIN_MS = 60_000


@dataclass(frozen=True)
class Session:
    """A session as its user sees it. Its caller acts for one organization at a time."""

    user_id: str
    email: str
    caller: Caller
    signed_in_at: datetime
    expires_at: datetime


def csrf_token(raw: str) -> str:
    """The token that unsafe requests of a session carry: derived from the cookie, which other sites cannot read."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"csrf:" + raw.encode()).digest()).decode().rstrip("=")


def is_csrf_token(raw: str, given: str) -> bool:
    return hmac.compare_digest(csrf_token(raw).encode(), given.encode())


class Sessions:
    """Sessions by raw cookie."""

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock

    def open(self, user: User) -> str:
        """A new session; its raw form is the cookie. The user's sessions that are over are removed."""
        raw, now = keys.make_token(keys.Opaque.SESSION), self._now()
        self._graph.write("identity/open_session", user=user.id, sha256=keys.fingerprint(raw), at=now,
                          idle_since=now - IDLE_SECONDS * 1000, began=now - _LONGEST_MS)
        return raw

    def find(self, raw: str) -> Session:
        """Raises Unauthorized for a session that is unknown or over. Looking keeps it alive."""
        row = self._row(raw)
        now = self._now()
        if row["seen_at"] <= now - _SEEN_AGAIN_MS:
            self._graph.write("identity/session_seen", sha256=keys.fingerprint(raw), at=now)
        ends = min(now + IDLE_SECONDS * 1000, row["opened_at"] + _LONGEST_MS)
        return Session(row["user_id"], row["email"], _caller(row), from_epoch_ms(row["opened_at"]),
                       from_epoch_ms(ends))

    def authenticate(self, raw: str) -> Caller:
        """The caller a session stands for. Raises Unauthorized."""
        return self.find(raw).caller

    def act_for(self, raw: str, organization_id: str) -> Session:
        """Act for another organization from now on. Raises NotFound unless the user is its member."""
        if not self._graph.write("identity/session_acts_for", sha256=keys.fingerprint(raw), id=organization_id):
            raise NotFound
        return self.find(raw)

    def close(self, raw: str) -> None:
        """End a session; ending it twice is harmless."""
        self._graph.write("identity/close_session", sha256=keys.fingerprint(raw))

    def _row(self, raw: str) -> dict[str, Any]:
        if not keys.is_token(raw, keys.Opaque.SESSION):
            raise Unauthorized
        now = self._now()
        row = self._graph.one("identity/session", sha256=keys.fingerprint(raw))
        if row is None or not row["user_active"] or row["seen_at"] <= now - IDLE_SECONDS * 1000 \
                or row["opened_at"] <= now - _LONGEST_MS:
            raise Unauthorized
        return row

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _caller(row: dict[str, Any]) -> Caller:
    if row["no"] is None:
        return Caller(NO_ORGANIZATION, None, row["user_id"], Kind.SESSION, user_id=row["user_id"])
    return Caller(Organization(row["no"], row["organization_id"], row["organization_name"]), Role(row["member_role"]),
                  row["user_id"], Kind.SESSION, user_id=row["user_id"])
