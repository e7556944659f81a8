"""OAuth clients: programs that act for an organization, by themselves or for one of its members."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from authlib.oauth2.rfc6749 import ClientMixin

from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.errors import NotFound
from engine.graph import Graph, Transaction
from engine.identity import fields, keys
from engine.identity.callers import Organization
from engine.identity.roles import ALL_SCOPES, KEY_ROLES, Role
from engine.identity.room import require_room
from engine.ids import is_id, new_id

MOST_REDIRECTS = 10
_LONGEST_URI = 2_000
_LOOPBACK = ("127.0.0.1", "::1")


class GrantType(StrEnum):
    """Ways to a token. Refreshing comes with authorization codes."""

    AUTHORIZATION_CODE = "authorization_code"
    CLIENT_CREDENTIALS = "client_credentials"
    REFRESH_TOKEN = "refresh_token"


@dataclass(frozen=True)
class OAuthClient(ClientMixin):
    """A registered client. Its members alone may let it act for them, and only in its own organization.

    role: what it may do where it acts by itself. sha256: of its secret, None for a public client.
    """

    id: str
    organization: Organization
    name: str
    role: Role
    grant_types: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    sha256: str | None
    created_at: datetime
    is_active: bool

    @property
    def confidential(self) -> bool:
        return self.sha256 is not None

    # What authlib asks a client.

    @property
    def client_id(self) -> str:
        return self.id

    def get_client_id(self) -> str:
        return self.id

    def get_default_redirect_uri(self) -> str | None:
        return self.redirect_uris[0] if len(self.redirect_uris) == 1 else None

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """All of the client's scopes where none is asked for; None where one is that it does not have."""
        wanted = scope.split() if scope else self.scopes
        return " ".join(dict.fromkeys(wanted)) if set(wanted) <= set(self.scopes) else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Letter by letter, except for the port of a loopback address (RFC 8252, 7.3)."""
        return any(redirect_uri == known or _same_loopback(redirect_uri, known) for known in self.redirect_uris)

    def check_client_secret(self, client_secret: str) -> bool:
        return self.sha256 is not None and hmac.compare_digest(keys.fingerprint(client_secret), self.sha256)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return (method == "none") is not self.confidential

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code" and GrantType.AUTHORIZATION_CODE in self.grant_types

    def check_grant_type(self, grant_type: str) -> bool:
        if grant_type == GrantType.REFRESH_TOKEN:
            return GrantType.AUTHORIZATION_CODE in self.grant_types
        return grant_type in self.grant_types


class Clients:
    """Clients by organization and by id."""

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock

    def create(self, organization: Organization, name: str, grant_types: list[GrantType], redirect_uris: list[str],
               scopes: list[str], role: Role = Role.READONLY,
               confidential: bool = True) -> tuple[OAuthClient, str | None]:
        """A client and its secret, which is shown this once. Raises Invalid, and Conflict where there is no room."""
        _check(grant_types, redirect_uris, scopes, role, confidential)
        secret = keys.make_token(keys.Opaque.CLIENT_SECRET) if confidential else None
        client_id = new_id()
        at = epoch_ms(self._clock.now())
        properties = {
            "organization": organization.no, "id": client_id, "name": fields.name(name), "role": role.value,
            "grant_types": sorted({str(each) for each in grant_types}), "redirect_uris": redirect_uris,
            "scopes": sorted(set(scopes)), "sha256": keys.fingerprint(secret) if secret else None, "at": at,
        }

        def make(tx: Transaction) -> list[dict[str, Any]]:
            require_room(tx, organization.no, "clients", at)
            return tx.run("identity/create_client", **properties)

        rows = self._graph.transaction(make)
        if not rows:
            raise NotFound
        return self.find(organization, client_id), secret

    def all(self, organization: Organization) -> list[OAuthClient]:
        """Clients of an organization, newest first, revoked ones included."""
        return [_client(row) for row in self._graph.read("identity/clients", organization=organization.no)]

    def find(self, organization: Organization, client_id: str) -> OAuthClient:
        """Raises NotFound."""
        for client in self.all(organization):
            if client.id == client_id:
                return client
        raise NotFound

    def active(self, client_id: str) -> OAuthClient | None:
        """An active client of an active organization."""
        row = is_id(client_id) and self._graph.one("identity/client", id=client_id)
        return _client(row) if row else None

    def revoke(self, client: OAuthClient) -> None:
        """No token of the client works from now on, and it gets none."""
        self._graph.write("identity/revoke_client", id=client.id, at=epoch_ms(self._clock.now()))


def _check(grant_types: list[GrantType], redirect_uris: list[str], scopes: list[str], role: Role,
           confidential: bool) -> None:
    chosen = set(grant_types)
    if not chosen or not chosen <= {GrantType.AUTHORIZATION_CODE, GrantType.CLIENT_CREDENTIALS}:
        raise fields.invalid("grant_types", "Choose authorization_code, client_credentials or both.")
    if not scopes or not set(scopes) <= set(ALL_SCOPES):
        raise fields.invalid("scopes", f"Choose from {', '.join(ALL_SCOPES)}.")
    if role not in KEY_ROLES:
        raise fields.invalid("role", "A client's role is manager, editor or readonly.")
    if GrantType.CLIENT_CREDENTIALS in chosen and not confidential:
        raise fields.invalid("confidential", "A client that acts for itself needs a secret.")
    if GrantType.AUTHORIZATION_CODE in chosen and not redirect_uris:
        raise fields.invalid("redirect_uris", "A client that acts for users needs a redirect URI.")
    if len(redirect_uris) > MOST_REDIRECTS or not all(map(_is_redirect, redirect_uris)):
        raise fields.invalid("redirect_uris", "At most 10; each https, http at a loopback address, or a private scheme "
                                              "with a dot in it, without a fragment.")


def _is_redirect(uri: str) -> bool:
    if not uri.isascii() or not uri.isprintable() or set(uri) & set(" \"\\<>#") or len(uri) > _LONGEST_URI:
        return False
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(host) and "@" not in parts.netloc
    if parts.scheme == "http":
        return host in (*_LOOPBACK, "localhost") and "@" not in parts.netloc
    # A private scheme is a domain name turned round (RFC 8252, 7.1).
    return "." in parts.scheme


def _same_loopback(given: str, known: str) -> bool:
    try:
        one, other = urlsplit(given), urlsplit(known)
        return (one.scheme == other.scheme == "http" and one.hostname == other.hostname
                and one.hostname in _LOOPBACK and "@" not in one.netloc and one.port is not None
                and (one.path, one.query, one.fragment) == (other.path, other.query, other.fragment))
    except ValueError:
        return False


def _client(row: dict[str, Any]) -> OAuthClient:
    return OAuthClient(row["id"], Organization(**row["organization"]), row["name"], Role(row["role"]),
                       tuple(row["grant_types"]), tuple(row["redirect_uris"]), tuple(row["scopes"]), row["sha256"],
                       from_epoch_ms(row["created_at"]), row["active"])
