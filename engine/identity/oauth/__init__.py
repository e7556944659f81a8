"""The OAuth 2.1 authorization server: clients, tokens, and the grants that lead from one to the other."""

from engine.identity.oauth.clients import Clients, OAuthClient
from engine.identity.oauth.server import Answer, Asked, Authorization, Consent
from engine.identity.oauth.tokens import Tokens

__all__ = ["Answer", "Asked", "Authorization", "Clients", "Consent", "OAuthClient", "Tokens"]
