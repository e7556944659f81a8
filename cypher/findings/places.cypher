// What rules ask of places.
// param places list<integer> place numbers
// returns  no, id, operator, reports, handled
UNWIND $places AS no
MATCH (p:Location {no: no})
OPTIONAL MATCH (o:Organization)-[:OPERATES]->(p)
RETURN no, p.id AS id, o.no AS operator, o IS NOT NULL OR EXISTS { (:CTE {own: no}) } AS reports,
       EXISTS { (p)<-[:AT]-(:Stock) } AS handled
