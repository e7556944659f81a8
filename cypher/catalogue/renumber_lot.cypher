// A lot of a catalogue gets another number, and so is another lot of the graph; the old one goes if nobody knows it.
// param key     string  organization number and old lot number in the graph
// param new_key string  organization number and new lot number in the graph
// param no      integer the new lot in the graph
MATCH (c:CatalogueLot {key: $key})-[r:OF]->(old:Lot)
MATCH (l:Lot {no: $no})
DELETE r
CREATE (c)-[:OF]->(l)
SET c.key = $new_key
WITH old
WHERE NOT (old)-[:HELD_AS]->() AND NOT (:CatalogueLot)-[:OF]->(old)
DETACH DELETE old
