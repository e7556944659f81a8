// A place by its id or a former one, with all that makes it what it is.
// param id string location id
// returns  no, id, gln, keys, registered, operator, recorders, former   registered and operator null where it has none
CALL () {
  MATCH (p:Location {id: $id}) RETURN p
  UNION
  MATCH (:FormerId {id: $id})-[:NOW]->(p:Location) RETURN p
}
OPTIONAL MATCH (o:Organization)-[r:OPERATES]->(p)
RETURN p.no AS no, p.id AS id, p.gln AS gln, COLLECT { MATCH (k:PlaceKey)-[:OF]->(p) RETURN k.key } AS keys,
       r.keys AS registered, o.no AS operator,
       COLLECT { MATCH (d:PlaceDescription)-[:OF]->(p) UNWIND d.recorders AS no RETURN DISTINCT no } AS recorders,
       COLLECT { MATCH (f:FormerId)-[:NOW]->(p) RETURN f.id } AS former
ORDER BY p.id = $id DESC
LIMIT 1
