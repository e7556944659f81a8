// A document that states records the graph holds already.
// param document string         capture id
// param records  list<integer>  record numbers
// replan skip
MATCH (d:Capture {id: $document})
USING INDEX SEEK d:Capture(id)
UNWIND $records AS no
MATCH (c:CTE {no: no})
USING INDEX SEEK c:CTE(no)
MERGE (d)-[:STATES]->(c)
