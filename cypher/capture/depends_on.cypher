// Records whose lots depend on what others say.
// param rows list<map> {no, clue}
// replan skip
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
USING INDEX SEEK c:CTE(no)
MERGE (k:Clue {key: row.clue})
CREATE (c)-[:DEPENDS_ON]->(k)
