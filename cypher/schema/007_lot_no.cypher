// One Lot for each no.
CREATE CONSTRAINT lot_no IF NOT EXISTS FOR (n:Lot) REQUIRE n.no IS UNIQUE
