// Keys and former ids go back to a place that had been taken for another.
// param from   integer      number of the place they are at
// param to     integer      number of the place they go back to
// param id     string       id of the latter, which is a former id no more
// param keys   list<string> place keys
// param former list<string> ids
MATCH (there:Location {no: $from}), (back:Location {no: $to})
CALL (there, back) {
  UNWIND $keys AS key
  MATCH (k:PlaceKey {key: key})-[r:OF]->(there)
  DELETE r
  CREATE (k)-[:OF]->(back)
}
CALL (there, back) {
  UNWIND $former AS id
  MATCH (f:FormerId {id: id})-[r:NOW]->(there)
  DELETE r
  CREATE (f)-[:NOW]->(back)
}
CALL () {
  MATCH (f:FormerId {id: $id})
  DETACH DELETE f
}
SET there.gln = substring(head(COLLECT { MATCH (k:PlaceKey)-[:OF]->(there) WHERE k.key STARTS WITH 'gln:' RETURN k.key ORDER BY k.key }), 4),
    back.gln = substring(head(COLLECT { MATCH (k:PlaceKey)-[:OF]->(back) WHERE k.key STARTS WITH 'gln:' RETURN k.key ORDER BY k.key }), 4)
