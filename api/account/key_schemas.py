"""Bodies of API keys and OAuth clients."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field

from api.account.schemas import Name
from api.account.within import In, Metadata
from engine.identity import ApiKey, Kind
from engine.identity.oauth import OAuthClient

KeyRole = Literal["manager", "editor", "readonly"]
KeyKind = Literal["csb", "csu", "cpk"]
Requests = Annotated[int, Field(ge=0, le=10_000_000, description="0 for the deployment's limit.")]
KINDS: dict[str, Kind] = {"csb": Kind.KEY, "csu": Kind.USER_KEY, "cpk": Kind.PUBLISHABLE}
_PREFIXES = {kind: prefix for prefix, kind in KINDS.items()}


class KeyIn(In):
    name: Name
    role: KeyRole = "readonly"
    prefix: KeyKind = Field("csb", description="csb of the organization, csu of the calling user, cpk publishable.")
    description: str = Field("", max_length=500)
    expires_at: AwareDatetime | None = None
    rate_limit_per_minute: Requests = 0
    rate_limit_per_day: Requests = 0
    metadata: Metadata = None


class KeyPatch(In):
    name: Name = ""
    role: KeyRole = "readonly"
    description: str = Field("", max_length=500)
    expires_at: AwareDatetime | None = Field(None, description="null for a key that does not expire.")
    rate_limit_per_minute: Requests = 0
    rate_limit_per_day: Requests = 0
    metadata: Metadata = None


class KeyOut(BaseModel):
    """A key. The key itself is in the answer that made it and in no other."""

    id: str
    name: str
    description: str
    role: str
    prefix: str
    hint: str = Field(description="First and last characters.")
    user_id: str | None = Field(description="Whom a csu key acts as.")
    is_active: bool
    created: datetime
    expires_at: datetime | None
    last_used: datetime | None = Field(description="To the minute.")
    rate_limit_per_minute: int
    rate_limit_per_day: int
    metadata: dict[str, str]
    key: str | None = Field(None, description="Only in the answer that made it.")

    @classmethod
    def of(cls, key: ApiKey, raw: str | None = None) -> "KeyOut":
        return cls(
            id=key.id, name=key.name, description=key.description, role=key.role, prefix=_PREFIXES[key.kind],
            hint=key.hint, user_id=key.user_id, is_active=key.is_active, created=key.created_at,
            expires_at=key.expires_at, last_used=key.last_used, rate_limit_per_minute=key.per_minute,
            rate_limit_per_day=key.per_day, metadata=key.metadata, key=raw,
        )


class ClientIn(In):
    """An OAuth client (RFC 6749). It acts for your organization alone."""

    name: Name
    grant_types: list[Literal["authorization_code", "client_credentials"]] = Field(min_length=1, max_length=2)
    redirect_uris: list[Annotated[str, Field(max_length=2_000)]] = Field([], max_length=10)
    scopes: list[Annotated[str, Field(max_length=50)]] = Field(min_length=1, max_length=20)
    role: KeyRole = Field("readonly", description="What it may do where it acts for itself.")
    confidential: bool = Field(True, description="Whether it can keep a secret.")


class ClientOut(BaseModel):
    """A client. Its secret is in the answer that made it and in no other."""

    client_id: str
    name: str
    role: str
    grant_types: list[str]
    redirect_uris: list[str]
    scopes: list[str]
    confidential: bool
    is_active: bool
    created: datetime
    client_secret: str | None = Field(None, description="Only in the answer that made it.")

    @classmethod
    def of(cls, client: OAuthClient, secret: str | None = None) -> "ClientOut":
        return cls(client_id=client.id, name=client.name, role=client.role, grant_types=list(client.grant_types),
                   redirect_uris=list(client.redirect_uris), scopes=list(client.scopes),
                   confidential=client.confidential, is_active=client.is_active, created=client.created_at,
                   client_secret=secret)
