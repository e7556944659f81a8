// A likeness has a key.
CREATE CONSTRAINT likeness_key IF NOT EXISTS FOR (k:Likeness) REQUIRE k.key IS UNIQUE
