"""Organizations, API keys, sharing and what each caller may see."""

from engine.identity.api_keys import ApiKey
from engine.identity.callers import NO_ORGANIZATION, Caller, LotRef, Organization, View
from engine.identity.identity import Identity
from engine.identity.roles import Action, Kind, Role
from engine.identity.sharing import Bounds, Grant

__all__ = ["NO_ORGANIZATION", "Action", "ApiKey", "Bounds", "Caller", "Grant", "Identity", "Kind", "LotRef",
           "Organization", "Role", "View"]
