// One Stock for each no.
CREATE CONSTRAINT stock_no IF NOT EXISTS FOR (n:Stock) REQUIRE n.no IS UNIQUE
