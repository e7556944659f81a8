// The descriptions that led to places.
// param places list<integer> place numbers
// returns  key, keys   key of the description and the place keys it holds
UNWIND $places AS no
MATCH (d:PlaceDescription)-[:OF]->(:Location {no: no})
RETURN DISTINCT d.key AS key, d.keys AS keys
