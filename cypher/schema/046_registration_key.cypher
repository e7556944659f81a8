// One Registration for each key.
CREATE CONSTRAINT registration_key IF NOT EXISTS FOR (n:Registration) REQUIRE n.key IS UNIQUE
