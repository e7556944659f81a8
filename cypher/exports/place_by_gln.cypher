// The fullest description of a place known by its GLN, given by whoever is in view or registered the place.
// param key   string         place key of the GLN
// param orgs  list<integer>  organizations whose records are visible whole
// returns description        JSON of a location description
// plan    NodeUniqueIndexSeek
MATCH (k:PlaceKey {key: $key})-[:OF]->(p:Location)<-[:OF]-(d:PlaceDescription)
USING INDEX SEEK k:PlaceKey(key)
WHERE any(r IN d.recorders WHERE r IN $orgs) OR EXISTS {
  MATCH (o:Organization)-[:OPERATES]->(p)
  WHERE o.no IN d.recorders
}
RETURN d.description AS description
ORDER BY d.description CONTAINS '"business_name"' DESC, size(d.description) DESC, d.key
LIMIT 1
