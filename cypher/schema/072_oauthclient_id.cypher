// One OAuthClient for each id.
CREATE CONSTRAINT oauthclient_id IF NOT EXISTS FOR (n:OAuthClient) REQUIRE n.id IS UNIQUE
