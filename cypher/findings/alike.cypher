// Places that share a likeness with places.
// param places list<integer>  place numbers
// param most   integer        likenesses of more places than this say nothing
// returns  no, others
// replan skip
UNWIND $places AS no
MATCH (given:Location {no: no})-[:LIKE]->(k)
USING INDEX SEEK given:Location(no)
WHERE COUNT { (k)<-[:LIKE]-() } <= $most
MATCH (k)<-[:LIKE]-(p)
WHERE p <> given
RETURN no, collect(DISTINCT p.no) AS others
