// What places look like: near-duplicates meet there.
// param rows list<map> {no, keys}
// replan skip
UNWIND $rows AS row
MATCH (p:Location {no: row.no})
USING INDEX SEEK p:Location(no)
CALL (p, row) {
  OPTIONAL MATCH (p)-[r:LIKE]->(k)
  WHERE NOT k.key IN row.keys
  DELETE r
}
CALL (p, row) {
  UNWIND row.keys AS key
  MERGE (k:Likeness {key: key})
  MERGE (p)-[:LIKE]->(k)
}
