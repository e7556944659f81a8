// One CatalogueLot for each key.
CREATE CONSTRAINT cataloguelot_key IF NOT EXISTS FOR (n:CatalogueLot) REQUIRE n.key IS UNIQUE
