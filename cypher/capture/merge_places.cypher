// Two places are one: keys and descriptions move, the absorbed id keeps leading here.
// param rows list<map> {from, to} numbers
// returns  id, into   ids of the absorbed place and of the one it joined
UNWIND $rows AS row
MATCH (gone:Location {no: row.from}), (stays:Location {no: row.to})
CALL (gone, stays) {
  MATCH (k:PlaceKey)-[r:OF]->(gone)
  DELETE r
  CREATE (k)-[:OF]->(stays)
}
CALL (gone, stays) {
  MATCH (d:PlaceDescription)-[r:OF]->(gone)
  DELETE r
  CREATE (d)-[:OF]->(stays)
}
CALL (gone, stays) {
  MATCH (older:FormerId)-[r:NOW]->(gone)
  DELETE r
  CREATE (older)-[:NOW]->(stays)
}
SET stays.gln = coalesce(stays.gln, gone.gln)
MERGE (f:FormerId {id: gone.id})
CREATE (f)-[:NOW]->(stays)
RETURN gone.id AS id, stays.id AS into
