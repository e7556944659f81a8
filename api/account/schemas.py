"""Bodies of organizations, members and invitations."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.account.within import In, Metadata
from engine.identity import Caller, Role
from engine.identity.accounts import Account
from engine.identity.api_keys import ApiKey
from engine.identity.invitations import Invitation
from engine.identity.members import Member
from engine.identity.users import User

MemberRole = Literal["owner", "manager", "editor", "billing", "viewer"]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166 alpha-2.")]
Name = Annotated[str, Field(min_length=1, max_length=255)]


class OrganizationIn(In):
    name: Name
    country: Country | None = None
    is_brand: bool = Field(False, description="Whether it owns brands.")
    metadata: Metadata = None


class OrganizationPatch(In):
    name: Name = ""
    country: Country | None = None
    is_brand: bool = False
    metadata: Metadata = None


class OrganizationOut(BaseModel):
    id: str
    name: str
    country: str | None
    is_brand: bool
    metadata: dict[str, str]
    created: datetime
    role: str | None = Field(description="Your role in it.")

    @classmethod
    def of(cls, account: Account) -> "OrganizationOut":
        return cls(id=account.organization.id, name=account.organization.name, country=account.country,
                   is_brand=account.is_brand, metadata=account.metadata, created=account.created_at,
                   role=account.role)


class OrganizationRef(BaseModel):
    id: str
    name: str


class ApiKeyRef(BaseModel):
    id: str
    name: str
    role: str
    hint: str
    metadata: dict[str, str]


class WhoamiOut(BaseModel):
    """Who the credential stands for."""

    user_id: str | None
    email: str | None
    organizations: list[OrganizationRef]
    metadata: dict[str, str] = Field(description="Of the user; of the key where it stands for no user.")
    api_key: ApiKeyRef | None = Field(description="The key that was shown; null for sessions and tokens.")
    organization_id: str | None = Field(description="The organization this credential acts for.")
    role: str | None
    credential: str = Field(description="key, user_key, publishable, session or token.")
    scopes: list[str] | None = Field(description="Of a bearer token, else null.")

    @classmethod
    def of(cls, caller: Caller, accounts: list[Account], user: User | None, key: ApiKey | None) -> "WhoamiOut":
        shown = key and ApiKeyRef(id=key.id, name=key.name, role=key.role, hint=key.hint, metadata=key.metadata)
        metadata = user.metadata if user else key.metadata if key else {}
        return cls(
            user_id=caller.user_id, email=user.email if user else None, metadata=metadata, api_key=shown,
            organizations=[OrganizationRef(id=one.organization.id, name=one.organization.name) for one in accounts],
            organization_id=caller.organization.id or None, role=caller.role, credential=caller.kind,
            scopes=sorted(caller.scopes) if caller.scopes is not None else None,
        )


class MemberPatch(In):
    role: MemberRole


class MemberOut(BaseModel):
    id: str
    user_id: str
    user_email: str
    user_name: str
    user_metadata: dict[str, str]
    role: str
    role_display: str
    joined: datetime

    @classmethod
    def of(cls, member: Member) -> "MemberOut":
        return cls(id=member.id, user_id=member.user_id, user_email=member.email, user_name=member.name,
                   user_metadata=member.user_metadata, role=member.role, role_display=member.role.title(),
                   joined=member.joined_at)


class InvitationIn(In):
    email: str = Field(min_length=3, max_length=254)
    role: MemberRole = "editor"


class InvitationOut(BaseModel):
    """An invitation. Hand its token over yourself: it is shown once and sent to nobody."""

    id: str
    organization: OrganizationRef
    user_email: str
    role: str
    role_display: str
    state: str = Field(description="open, accepted, withdrawn or expired.")
    created: datetime
    expires_at: datetime
    token: str | None = Field(None, description="Only in the answer that made it.")

    @classmethod
    def of(cls, invitation: Invitation, token: str | None = None) -> "InvitationOut":
        about: dict[str, Any] = {"id": invitation.organization.id, "name": invitation.organization.name}
        return cls(id=invitation.id, organization=OrganizationRef(**about), user_email=invitation.email,
                   role=invitation.role, role_display=Role(invitation.role).title(), state=invitation.state,
                   created=invitation.created_at, expires_at=invitation.expires_at, token=token)


class AcceptIn(In):
    """Signed in, the token is enough; who has no account yet gives a password and makes one."""

    token: str = Field(max_length=100)
    password: str | None = Field(None, max_length=1_000)
    name: str = Field("", max_length=255)


class UserPatch(In):
    name: Name = ""
    metadata: Metadata = None
