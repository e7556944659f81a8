// One OAuthCode for each code.
CREATE CONSTRAINT oauthcode_sha256 IF NOT EXISTS FOR (n:OAuthCode) REQUIRE n.sha256 IS UNIQUE
