// How places are described, and by whom.
// param places list<integer> place numbers
// returns  no, id, told   told: maps {description, recorders}
UNWIND $places AS no
MATCH (p:Location {no: no})
USING INDEX SEEK p:Location(no)
RETURN no, p.id AS id,
       COLLECT { MATCH (d:PlaceDescription)-[:OF]->(p) RETURN {description: d.description, recorders: d.recorders} } AS told
