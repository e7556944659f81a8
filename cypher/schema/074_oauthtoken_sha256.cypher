// One OAuthToken for each token.
CREATE CONSTRAINT oauthtoken_sha256 IF NOT EXISTS FOR (n:OAuthToken) REQUIRE n.sha256 IS UNIQUE
