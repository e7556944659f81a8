// Write records, each stated by its document.
// param document string     capture id
// param rows     list<map>  properties of a CTE
// replan skip
MATCH (d:Capture {id: $document})
USING INDEX SEEK d:Capture(id)
UNWIND $rows AS row
CREATE (c:CTE)
SET c = row, c.capture = $document
CREATE (d)-[:STATES]->(c)
