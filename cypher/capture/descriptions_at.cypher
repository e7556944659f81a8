// The descriptions that led to places.
// param places list<integer> place numbers
// returns  key, keys, no   key of the description, the place keys it holds, the place
UNWIND $places AS no
MATCH (d:PlaceDescription)-[:OF]->(:Location {no: no})
RETURN DISTINCT d.key AS key, d.keys AS keys, no
