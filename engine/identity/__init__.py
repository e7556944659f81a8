"""Organizations, API keys, sharing and what each caller may see."""

from engine.identity.callers import ApiKey, Caller, Grant, LotRef, Organization, View
from engine.identity.identity import Identity
from engine.identity.roles import Action, Role

__all__ = ["Action", "ApiKey", "Caller", "Grant", "Identity", "LotRef", "Organization", "Role", "View"]
