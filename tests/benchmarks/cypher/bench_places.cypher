// Bare places of a network.
// param rows list<map> properties
UNWIND $rows AS row
CREATE (p:Location)
SET p = row
