// What falls due, once each.
CREATE CONSTRAINT due_key IF NOT EXISTS FOR (d:Due) REQUIRE d.key IS UNIQUE
