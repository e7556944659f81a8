// An organization operates a place.
// param place        integer       place number
// param organization integer       organization number
// param keys         list<string>  the keys its registration gives
// returns  id   location id
MATCH (p:Location {no: $place}), (o:Organization {no: $organization})
MERGE (o)-[r:OPERATES]->(p)
SET r.keys = $keys
RETURN p.id AS id
