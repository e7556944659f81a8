// One Location for each no.
CREATE CONSTRAINT location_no IF NOT EXISTS FOR (n:Location) REQUIRE n.no IS UNIQUE
