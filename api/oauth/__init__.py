"""`/oauth`: the OAuth 2.1 authorization server, and what clients discover of it."""
