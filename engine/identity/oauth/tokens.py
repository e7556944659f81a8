"""Codes and tokens: kept by SHA-256, each used up in the transaction that makes its successors."""

from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, TokenMixin

from engine.clock import Clock, epoch_ms
from engine.errors import Unauthorized
from engine.graph import Graph, Transaction
from engine.identity import keys
from engine.identity.callers import Caller, Organization
from engine.identity.oauth.clients import OAuthClient
from engine.identity.roles import Kind, Role
from engine.ids import new_id

ACCESS_SECONDS = 3_600
REFRESH_SECONDS = 30 * 24 * 3_600
CODE_SECONDS = 300


@dataclass(frozen=True)
class Code(AuthorizationCodeMixin):
    """An authorization code as kept. family: of all tokens that come from it. user: id."""

    sha256: str
    family: str
    user: str
    redirect_uri: str | None
    scope: str
    code_challenge: str
    code_challenge_method: str = "S256"

    def get_redirect_uri(self) -> str | None:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope


@dataclass(frozen=True)
class Token(TokenMixin):
    """An access or refresh token as kept. Times are epoch ms; now: when it was looked at."""

    sha256: str
    use: str
    family: str
    client: str
    user: str | None
    scope: str
    issued_at: int
    expires_at: int
    used_at: int | None
    revoked_at: int | None
    now: int

    def check_client(self, client: OAuthClient) -> bool:
        return self.client == client.id

    def get_scope(self) -> str:
        return self.scope

    def get_expires_in(self) -> int:
        return (self.expires_at - self.issued_at) // 1000

    def is_expired(self) -> bool:
        return self.expires_at <= self.now

    def is_revoked(self) -> bool:
        return self.revoked_at is not None or self.used_at is not None


class Tokens:
    """Codes and tokens by their raw forms."""

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock

    def authenticate(self, raw: str) -> Caller:
        """The caller an access token stands for. Every failure raises the same Unauthorized."""
        row = keys.is_token(raw, keys.Opaque.ACCESS) and self._graph.one(
            "identity/access_token", sha256=keys.fingerprint(raw), at=self._now())
        if not row or (row["user_id"] is not None and row["member_role"] is None):
            raise Unauthorized
        organization, user = Organization(**row["organization"]), row["user_id"]
        role = Role(row["member_role"] if user else row["client_role"])
        return Caller(organization, role, user or row["client_id"], Kind.TOKEN, user_id=user,
                      client_id=row["client_id"], scopes=frozenset(row["scope"].split()))

    def keep_code(self, raw: str, client: OAuthClient, user: str, redirect_uri: str | None, scope: str,
                  code_challenge: str) -> None:
        now = self._now()
        self._graph.write("identity/keep_code", sha256=keys.fingerprint(raw), client=client.id, user=user,
                          redirect_uri=redirect_uri, scope=scope, code_challenge=code_challenge, family=new_id(),
                          at=now, expires_at=now + CODE_SECONDS * 1000)

    def code(self, raw: str, client: OAuthClient) -> Code | None:
        """A code that is good; one that was used before ends all tokens that came of it (RFC 6749, 4.1.2)."""
        row = keys.is_token(raw, keys.Opaque.CODE) and self._graph.one(
            "identity/code", sha256=keys.fingerprint(raw), client=client.id)
        if not row:
            return None
        if row["used_at"] is not None:
            self.end_family(row["family"])
            return None
        if row["expires_at"] <= self._now():
            return None
        return Code(row["sha256"], row["family"], row["user"], row["redirect_uri"], row["scope"],
                    row["code_challenge"])

    def token(self, raw: str) -> Token | None:
        """An access or refresh token, whatever has become of it."""
        if not any(keys.is_token(raw, use) for use in (keys.Opaque.ACCESS, keys.Opaque.REFRESH)):
            return None
        row = self._graph.one("identity/token", sha256=keys.fingerprint(raw))
        return Token(**row, now=self._now()) if row else None

    def refresh_token(self, raw: str) -> Token | None:
        """A refresh token that is good; one that was used before ends its family (OAuth 2.1, 4.3.1)."""
        token = self.token(raw) if keys.is_token(raw, keys.Opaque.REFRESH) else None
        if token is None or token.revoked_at is not None or token.is_expired():
            return None
        if token.used_at is not None:
            self.end_family(token.family)
            return None
        return token

    def keep(self, client: OAuthClient, user: str | None, scope: str, access: str, refresh: str | None,
             after: Code | Token | None) -> bool:
        """Keep new tokens and use up what they come from; False, and its family ended, where that was used already."""
        family, now = after.family if after else new_id(), self._now()
        whole = after.scope if after else scope
        rows: list[dict[str, Any]] = [{"sha256": keys.fingerprint(access), "use": "access", "scope": scope,
                                       "expires_at": now + ACCESS_SECONDS * 1000}]
        if refresh:
            rows.append({"sha256": keys.fingerprint(refresh), "use": "refresh", "scope": whole,
                         "expires_at": now + REFRESH_SECONDS * 1000})

        def write(tx: Transaction) -> bool:
            if isinstance(after, Code) and not tx.run("identity/use_code", sha256=after.sha256, at=now):
                return False
            if isinstance(after, Token) and not tx.run("identity/use_token", sha256=after.sha256, at=now):
                return False
            tx.run("identity/keep_tokens", client=client.id, user=user, family=family, at=now, tokens=rows)
            tx.run("identity/forget_tokens", client=client.id, at=now)
            return True

        kept = self._graph.transaction(write)
        if not kept:
            self.end_family(family)
        return kept

    def revoke(self, token: Token) -> None:
        """End a token; a refresh token takes its whole family with it (RFC 7009, 2.1)."""
        if token.use == "refresh":
            self.end_family(token.family)
        else:
            self._graph.write("identity/revoke_token", sha256=token.sha256, at=self._now())

    def end_family(self, family: str) -> None:
        self._graph.write("identity/end_family", family=family, at=self._now())

    def _now(self) -> int:
        return epoch_ms(self._clock.now())
