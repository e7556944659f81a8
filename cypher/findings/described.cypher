// The places that descriptions lead to.
// param keys list<string> keys of descriptions
// returns  key, no, stranger, fresh   stranger: pairs a registered place with other keys; fresh: not yet compared
// replan skip
UNWIND $keys AS key
MATCH (d:PlaceDescription {key: key})-[:OF]->(p)
USING INDEX SEEK d:PlaceDescription(key)
OPTIONAL MATCH ()-[r:OPERATES]->(p)
RETURN key, p.no AS no, r IS NOT NULL AND any(k IN d.keys WHERE NOT k IN r.keys) AS stranger,
       coalesce(d.compared, 0) <> size(d.recorders) AS fresh
