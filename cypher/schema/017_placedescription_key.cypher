// One PlaceDescription for each key.
CREATE CONSTRAINT placedescription_key IF NOT EXISTS FOR (n:PlaceDescription) REQUIRE n.key IS UNIQUE
