// Records that are evidence for others.
// param rows list<map> {no, clue}
// replan skip
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
USING INDEX SEEK c:CTE(no)
MERGE (k:Clue {key: row.clue})
CREATE (c)-[:GIVES]->(k)
