// One SerialCounter for each key.
CREATE CONSTRAINT serialcounter_key IF NOT EXISTS FOR (n:SerialCounter) REQUIRE n.key IS UNIQUE
