// Bare stocks, each a lot at a place.
// param rows list<map> properties
UNWIND $rows AS row
MATCH (l:Lot {no: row.lot})
MATCH (p:Location {no: row.place})
CREATE (l)-[:HELD_AS]->(s:Stock)-[:AT]->(p)
SET s = row
