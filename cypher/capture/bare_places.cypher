// Remove places absorbed by others once no stock is at them.
// param places list<integer> place numbers
UNWIND $places AS no
MATCH (p:Location {no: no})
WHERE NOT (:Stock)-[:AT]->(p)
DETACH DELETE p
