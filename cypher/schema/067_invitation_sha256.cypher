// One Invitation for each token.
CREATE CONSTRAINT invitation_sha256 IF NOT EXISTS FOR (n:Invitation) REQUIRE n.sha256 IS UNIQUE
