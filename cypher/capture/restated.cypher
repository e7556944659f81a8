// A document that states records the graph holds already.
// param document string         capture id
// param records  list<integer>  record numbers
// replan skip
MATCH (d:Capture {id: $document})
UNWIND $records AS no
MATCH (c:CTE {no: no})
MERGE (d)-[:STATES]->(c)
