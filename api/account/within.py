"""What the routes of one organization share."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from engine.assembly import Engine
from engine.errors import Forbidden
from engine.identity import Caller

ACCOUNT = "/account/api/v1"
ORGANIZATION = ACCOUNT + "/organizations/{org_id}"

Metadata = Annotated[dict[str, str] | None, Field(
    None, description="At most 50 texts of 500 characters under keys of 40. In a PATCH: keys not named stay, an empty "
                      "text deletes its key, {} or null clears.")]


class In(BaseModel):
    """A body; members it does not know are refused."""

    model_config = ConfigDict(extra="forbid")

    def given(self) -> dict[str, Any]:
        """The members that were sent, null ones included."""
        return self.model_dump(exclude_unset=True)


def within(engine: Engine, caller: Caller, org_id: str) -> Caller:
    """The caller as one of this organization. Raises NotFound."""
    return engine.identity.accounts.within(caller, org_id)


def person(caller: Caller) -> str:
    """Id of the user who calls. Raises Forbidden for credentials that stand for no user."""
    if caller.user_id is None:
        raise Forbidden("This is for users: sign in, or show a token or key that acts for one.")
    return caller.user_id
