// Records that are evidence for others.
// param rows list<map> {no, clue}
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
MERGE (k:Clue {key: row.clue})
CREATE (c)-[:GIVES]->(k)
