"""What the OAuth endpoints answer: authlib's grants over our clients and tokens (RFC 6749, 7636, 7009, 7662)."""

import json
from base64 import b64decode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    InvalidGrantError,
    InvalidRequestError,
    OAuth2Payload,
    OAuth2Request,
    grants,
)
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7662 import IntrospectionEndpoint

from engine.errors import NotFound
from engine.identity import keys
from engine.identity.accounts import Accounts
from engine.identity.oauth.clients import Clients, OAuthClient
from engine.identity.oauth.tokens import ACCESS_SECONDS, Code, Token, Tokens
from engine.identity.roles import ALL_SCOPES
from engine.identity.users import User, Users

_METHODS = ["client_secret_basic", "client_secret_post", "none"]
_LONGEST_VALUE = 4_000
# authlib repeats these in error descriptions, which may not hold quotes or backslashes (RFC 6749, 5.2).
_REPEATED = ("redirect_uri", "response_type", "grant_type", "client_id", "scope", "token_type_hint")


@dataclass(frozen=True)
class Asked:
    """A request to an OAuth endpoint. values: of query or form, in order. headers: Authorization at most."""

    method: str
    values: Sequence[tuple[str, str]]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What to send back. body: JSON or empty."""

    status: int
    body: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Consent:
    """What a user is asked to allow. redirect_uri: where their answer goes."""

    client: OAuthClient
    scopes: tuple[str, ...]
    redirect_uri: str


class RefusedOnPage(Exception):
    """A request to authorize that may not be answered by a redirect; the user is told instead."""


class Authorization:
    """The authorization server."""

    def __init__(self, clients: Clients, tokens: Tokens, users: Users, accounts: Accounts):
        self._server = _Server(clients, tokens, users)
        self._accounts = accounts

    def consent(self, asked: Asked) -> Consent | Answer:
        """What the user shall allow, or a redirect that says what is wrong. Raises RefusedOnPage."""
        fault = _fault(asked)
        if fault:
            raise RefusedOnPage(fault)
        try:
            grant = self._server.get_consent_grant(asked)
        except OAuth2Error as error:
            if not error.redirect_uri:
                raise RefusedOnPage(error.description or error.error) from error
            return self._server.handle_error_response(None, error)
        return Consent(grant.request.client, tuple(grant.request.scope.split()), grant.redirect_uri)

    def decide(self, asked: Asked, user: User, allowed: bool) -> Answer:
        """The redirect that carries the user's answer. Raises RefusedOnPage, also for who is no member."""
        fault = _fault(asked)
        if fault:
            raise RefusedOnPage(fault)
        try:
            request = self._server.create_oauth2_request(asked)
            grant = self._server.get_authorization_grant(request)
            grant.validate_no_multiple_request_parameter(request)
            grant.validate_authorization_request()
        except OAuth2Error as error:
            if not error.redirect_uri:
                raise RefusedOnPage(error.description or error.error) from error
            error.state = dict(asked.values).get("state")
            return self._server.handle_error_response(None, error)
        if allowed and not self._accounts.is_member(user.id, request.client.organization):
            raise RefusedOnPage("Only members of the organization this program belongs to can let it act for them.")
        return self._server.create_authorization_response(request, user if allowed else None, grant)

    def token(self, asked: Asked) -> Answer:
        """Tokens for a code, a refresh token or a client's own credentials."""
        return _refused(asked) or self._server.create_token_response(asked)

    def revoke(self, asked: Asked) -> Answer:
        return _refused(asked) or self._server.create_endpoint_response("revocation", asked)

    def introspect(self, asked: Asked) -> Answer:
        return _refused(asked) or self._server.create_endpoint_response("introspection", asked)


class _Payload(OAuth2Payload):
    def __init__(self, values: Sequence[tuple[str, str]]):
        self._all: defaultdict[str, list] = defaultdict(list)
        for name, value in values:
            self._all[name].append(value)

    @property
    def data(self) -> dict[str, str]:
        return {name: values[0] for name, values in self._all.items()}

    @property
    def datalist(self) -> defaultdict[str, list]:
        return self._all


class _Request(OAuth2Request):
    def __init__(self, asked: Asked):
        # authlib wants an https address and uses it for nothing; ours is that of the deployment.
        super().__init__(asked.method, "https://lotgraph.invalid/", headers=_readable(asked.headers))
        self.payload = _Payload(asked.values)

    @property
    def form(self) -> dict[str, str]:
        return self.payload.data

    @property
    def args(self) -> dict[str, str]:
        return self.payload.data


class _Server(AuthorizationServer):
    """authlib's server without a web framework: a request and an answer are plain values."""

    def __init__(self, clients: Clients, tokens: Tokens, users: Users):
        super().__init__(scopes_supported=list(ALL_SCOPES))
        self.clients, self.tokens, self.users = clients, tokens, users
        self.register_token_generator("default", BearerTokenGenerator(
            lambda **_: keys.make_token(keys.Opaque.ACCESS), lambda **_: keys.make_token(keys.Opaque.REFRESH),
            ACCESS_SECONDS))
        self.register_grant(_CodeGrant, [_S256(required=True)])
        self.register_grant(_RefreshGrant)
        self.register_grant(_ClientGrant)
        self.register_endpoint(_Revocation)
        self.register_endpoint(_Introspection)

    def query_client(self, client_id: str) -> OAuthClient | None:
        return self.clients.active(client_id)

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        user = request.user.id if request.user else None
        if not self.tokens.keep(request.client, user, token.get("scope", ""), token["access_token"],
                                token.get("refresh_token"), request.authorization_code or request.refresh_token):
            raise InvalidGrantError("It has been used before.")

    def create_oauth2_request(self, request: Asked) -> OAuth2Request:
        return _Request(request)

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Answer:
        return Answer(status, json.dumps(body) if isinstance(body, dict) else body or "", dict(headers))

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""


class _S256(CodeChallenge):
    """Every client proves that it asked for its code, with S256 alone (OAuth 2.1, 4.1.1)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: grants.BaseGrant, redirect_uri: str) -> None:
        asked = grant.request.payload.data
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A 'code_challenge' of the method S256 is required.")
        super().validate_code_challenge(grant, redirect_uri)


class _CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS

    def generate_authorization_code(self) -> str:
        return keys.make_token(keys.Opaque.CODE)

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        asked = request.payload.data
        self.server.tokens.keep_code(code, request.client, request.user.id, asked.get("redirect_uri"), request.scope,
                                     asked["code_challenge"])

    def query_authorization_code(self, code: str, client: OAuthClient) -> Code | None:
        return self.server.tokens.code(code, client)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Used up when its tokens were kept."""

    def authenticate_user(self, authorization_code: Code) -> User | None:
        return _active(self.server.users, authorization_code.user)


class _RefreshGrant(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
        token = self.server.tokens.token(refresh_token)
        # Only its own client can say that a token is used twice.
        if token is None or not token.check_client(self.request.client):
            return None
        return self.server.tokens.refresh_token(refresh_token)

    def authenticate_user(self, refresh_token: Token) -> User | None:
        return _active(self.server.users, refresh_token.user)

    def revoke_old_credential(self, refresh_token: Token) -> None:
        """Used up when its successor was kept."""


class _ClientGrant(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS[:2]


class _Own:
    """Clients see and end their own tokens; those of others are not there."""

    CLIENT_AUTH_METHODS = _METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> Token | None:
        return self.server.tokens.token(token_string)

    def authenticate_token(self, request: OAuth2Request, client: OAuthClient) -> Token | None:
        self.check_params(request, client)
        token = self.query_token(request.form["token"], None)
        return token if token and token.check_client(client) else None


class _Revocation(_Own, RevocationEndpoint):
    def revoke_token(self, token: Token, request: OAuth2Request) -> None:
        self.server.tokens.revoke(token)


class _Introspection(_Own, IntrospectionEndpoint):
    CLIENT_AUTH_METHODS = _METHODS[:2]

    def introspect_token(self, token: Token) -> dict[str, Any]:
        told = {"active": True, "client_id": token.client, "token_type": "Bearer", "scope": token.scope,
                "exp": token.expires_at // 1000, "iat": token.issued_at // 1000}
        return told | ({"sub": token.user} if token.user else {})


def _readable(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers without HTTP Basic credentials that are no UTF-8, which authlib stumbles over."""
    scheme, _, encoded = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            b64decode(encoded).decode()
        except ValueError:
            return {}
    return dict(headers)


def _active(users: Users, user_id: str | None) -> User | None:
    try:
        return users.find(user_id) if user_id else None
    except NotFound:
        return None


def _fault(asked: Asked) -> str | None:
    """What makes a request unreadable: a parameter given twice, too long, or of other than printable ASCII."""
    names = [name for name, _ in asked.values]
    for name, value in asked.values:
        if names.count(name) > 1:
            return "A parameter is given twice."
        if len(value) > _LONGEST_VALUE or not (value.isascii() and (value.isprintable() or not value)):
            return "A parameter holds characters that it may not hold, or too many."
        if name in _REPEATED and set(value) & set('"\\'):
            return "A parameter holds characters that it may not hold, or too many."
    return None


def _refused(asked: Asked) -> Answer | None:
    fault = _fault(asked)
    if fault is None:
        return None
    body = json.dumps({"error": "invalid_request", "error_description": fault})
    return Answer(400, body, {"Content-Type": "application/json", "Cache-Control": "no-store"})
