// One ApiKey for each sha256.
CREATE CONSTRAINT apikey_sha256 IF NOT EXISTS FOR (n:ApiKey) REQUIRE n.sha256 IS UNIQUE
