// Places with their keys and descriptions, as a capture left them.
// param rows list<map> {place, keys, descriptions}, each properties or lists of them
UNWIND $rows AS row
CREATE (p:Location)
SET p = row.place
WITH p, row
CALL (p, row) {
  UNWIND row.keys AS key
  CREATE (k:PlaceKey)-[:OF]->(p)
  SET k = key
}
CALL (p, row) {
  UNWIND row.descriptions AS description
  CREATE (d:PlaceDescription)-[:OF]->(p)
  SET d = description
}
