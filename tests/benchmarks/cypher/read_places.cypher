// Everything a capture wrote about places.
// returns row {place, keys, descriptions}
MATCH (p:Location)
RETURN {
  place: properties(p),
  keys: COLLECT { MATCH (k:PlaceKey)-[:OF]->(p) RETURN properties(k) },
  descriptions: COLLECT { MATCH (d:PlaceDescription)-[:OF]->(p) RETURN properties(d) }
} AS row
