// Write records, each stated by its document.
// param document string     capture id
// param rows     list<map>  properties of a CTE
MATCH (d:Capture {id: $document})
UNWIND $rows AS row
CREATE (c:CTE)
SET c = row
CREATE (d)-[:STATES]->(c)
