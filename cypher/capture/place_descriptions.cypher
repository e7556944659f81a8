// Keep each description of a place once, with the organizations that gave it.
// param rows     list<map>  {key, description, keys, no}
// param recorder integer    organization number
// replan skip
UNWIND $rows AS row
MATCH (p:Location {no: row.no})
USING INDEX SEEK p:Location(no)
MERGE (d:PlaceDescription {key: row.key})
ON CREATE SET d.description = row.description, d.keys = row.keys, d.recorders = []
SET d.recorders = CASE WHEN $recorder IN d.recorders THEN d.recorders ELSE d.recorders + $recorder END
MERGE (d)-[:OF]->(p)
