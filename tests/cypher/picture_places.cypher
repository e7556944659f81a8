// Every place with what it is known by.
// returns no, gln, keys, descriptions, operators
MATCH (p:Location)
RETURN p.no AS no, p.gln AS gln, COLLECT { MATCH (k:PlaceKey)-[:OF]->(p) RETURN k.key } AS keys,
       COLLECT { MATCH (d:PlaceDescription)-[:OF]->(p) RETURN d.description } AS descriptions,
       COLLECT { MATCH (o:Organization)-[:OPERATES]->(p) RETURN o.no } AS operators
