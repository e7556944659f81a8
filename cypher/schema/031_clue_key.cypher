// One Clue for each key.
CREATE CONSTRAINT clue_key IF NOT EXISTS FOR (n:Clue) REQUIRE n.key IS UNIQUE
