// Records that came again under another event id are found under that one too.
// param rows list<map> {no, event_id}
// replan skip
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
USING INDEX SEEK c:CTE(no)
WHERE c.event_id <> row.event_id
MERGE (n:EventName {event_id: row.event_id})
MERGE (n)-[:NAMES]->(c)
