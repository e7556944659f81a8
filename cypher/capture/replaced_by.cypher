// Another record than before is what superseded these.
// param rows list<map> {no, by}; by is a record number
// replan skip
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
USING INDEX SEEK c:CTE(no)
SET c.superseded_by = row.by
