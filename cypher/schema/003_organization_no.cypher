// One Organization for each no.
CREATE CONSTRAINT organization_no IF NOT EXISTS FOR (n:Organization) REQUIRE n.no IS UNIQUE
