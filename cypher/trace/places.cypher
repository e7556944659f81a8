// Places with all keys that lead to them.
// param places  list<integer>  place numbers
// returns       no, id, keys
// plan          NodeUniqueIndexSeek
UNWIND $places AS no
MATCH (place:Location {no: no})
USING INDEX SEEK place:Location(no)
RETURN place.no AS no, place.id AS id, [(key:PlaceKey)-[:OF]->(place) | key.key] AS keys
