// Descriptions lead to other places.
// param rows list<map> {key, no}
UNWIND $rows AS row
MATCH (d:PlaceDescription {key: row.key})-[r:OF]->(:Location)
MATCH (p:Location {no: row.no})
DELETE r
MERGE (d)-[:OF]->(p)
