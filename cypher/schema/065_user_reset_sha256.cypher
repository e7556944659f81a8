// Find User by the token that resets a password.
CREATE INDEX user_reset_sha256 IF NOT EXISTS FOR (n:User) ON (n.reset_sha256)
