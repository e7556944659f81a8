// Let go of all keys of places and of their registrations.
// param places list<integer> place numbers
// returns  registered   the keys that registrations had given them
CALL () {
  UNWIND $places AS no
  MATCH (k:PlaceKey)-[:OF]->(p:Location {no: no})
  SET p.gln = null
  DETACH DELETE k
}
OPTIONAL MATCH (:Organization)-[r:OPERATES]->(p:Location)
WHERE p.no IN $places
WITH r, r.keys AS keys
DELETE r
WITH collect(keys) AS lists
RETURN reduce(all = [], keys IN lists | all + keys) AS registered
