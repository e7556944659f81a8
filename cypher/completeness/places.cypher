// What places are known by.
// param places list<integer> place numbers
// returns no, id, keys       keys: all that lead to it
UNWIND $places AS no
MATCH (p:Location {no: no})
RETURN no, p.id AS id, COLLECT { MATCH (k:PlaceKey)-[:OF]->(p) RETURN k.key } AS keys
