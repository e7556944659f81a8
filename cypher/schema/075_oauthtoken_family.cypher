// Find OAuthToken by family.
CREATE INDEX oauthtoken_family IF NOT EXISTS FOR (n:OAuthToken) ON (n.family)
