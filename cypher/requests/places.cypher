// Locations by id or by GLN.
// param names   list<string>  ids or GLNs, as asked
// param keys    list<string>  what the place key of each would be, were it a GLN
// returns       name, no
UNWIND range(0, size($names) - 1) AS i
CALL (i) {
  MATCH (p:Location {id: $names[i]})
  RETURN p
  UNION
  MATCH (:PlaceKey {key: $keys[i]})-[:OF]->(p:Location)
  RETURN p
}
RETURN $names[i] AS name, p.no AS no
