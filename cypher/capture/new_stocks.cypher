// Create stocks, each a lot at a place.
// param rows list<map> {key, no, lot, place}
// replan skip
UNWIND $rows AS row
MATCH (l:Lot {no: row.lot})
USING INDEX SEEK l:Lot(no)
MATCH (p:Location {no: row.place})
USING INDEX SEEK p:Location(no)
CREATE (s:Stock {key: row.key, no: row.no, lot: row.lot, place: row.place})
CREATE (l)-[:HELD_AS]->(s)-[:AT]->(p)
