// One PlaceKey for each key.
CREATE CONSTRAINT placekey_key IF NOT EXISTS FOR (n:PlaceKey) REQUIRE n.key IS UNIQUE
