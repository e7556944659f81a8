// One Stock for each key.
CREATE CONSTRAINT stock_key IF NOT EXISTS FOR (n:Stock) REQUIRE n.key IS UNIQUE
