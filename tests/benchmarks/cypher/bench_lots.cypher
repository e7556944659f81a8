// Bare lots.
// param rows list<map> properties
UNWIND $rows AS row
CREATE (l:Lot)
SET l = row
