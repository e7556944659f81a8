// One Session for each cookie.
CREATE CONSTRAINT session_sha256 IF NOT EXISTS FOR (n:Session) REQUIRE n.sha256 IS UNIQUE
