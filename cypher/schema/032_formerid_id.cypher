// One FormerId for each id.
CREATE CONSTRAINT formerid_id IF NOT EXISTS FOR (n:FormerId) REQUIRE n.id IS UNIQUE
