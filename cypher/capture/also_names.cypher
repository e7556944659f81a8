// Descriptions of registered places name keys that are not theirs; whoever registers those later finds them.
// param rows list<map> {key, clue}; key of the description, clue of the place key
// replan skip
UNWIND $rows AS row
MATCH (d:PlaceDescription {key: row.key})
USING INDEX SEEK d:PlaceDescription(key)
MERGE (k:Clue {key: row.clue})
MERGE (d)-[:ALSO_NAMES]->(k)
