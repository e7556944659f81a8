// New serials of a lot. What each of them says is kept short: 50,000 at once take 150 MB of the server's memory.
// param lot  string    key of the CatalogueLot
// param rows list<map> properties of a serial
MATCH (c:CatalogueLot {key: $lot})
UNWIND $rows AS row
CREATE (s:Serial)-[:OF]->(c)
SET s = row
