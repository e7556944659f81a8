// Descriptions that name keys without having joined them to their place.
// param clues list<string> clues of place keys
// returns  key, keys, no   key of the description, the place keys it holds, the place
UNWIND $clues AS clue
MATCH (:Clue {key: clue})<-[:ALSO_NAMES]-(d:PlaceDescription)-[:OF]->(p:Location)
RETURN DISTINCT d.key AS key, d.keys AS keys, p.no AS no
