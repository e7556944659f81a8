// One Serial for each id.
CREATE CONSTRAINT serial_id IF NOT EXISTS FOR (n:Serial) REQUIRE n.id IS UNIQUE
