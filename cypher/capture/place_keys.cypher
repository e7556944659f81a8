// Let keys lead to places.
// param rows list<map> {key, no, gln}; gln is null where the key is none
// replan skip
UNWIND $rows AS row
MATCH (p:Location {no: row.no})
USING INDEX SEEK p:Location(no)
CREATE (:PlaceKey {key: row.key})-[:OF]->(p)
SET p.gln = coalesce(p.gln, row.gln)
