// The places that keys lead to.
// param keys list<string> place keys
// returns  key, no, registered, operator   one row a key found; operator is an organization number or null
// replan skip
UNWIND $keys AS key
MATCH (k:PlaceKey {key: key})-[:OF]->(p)
USING INDEX SEEK k:PlaceKey(key)
OPTIONAL MATCH (o)-[:OPERATES]->(p)
RETURN key, p.no AS no, o IS NOT NULL AS registered, o.no AS operator
