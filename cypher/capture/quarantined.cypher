// Keep records that could not be accepted, with their raw input and the reasons.
// param document string    capture id
// param rows     list<map> {id, position, event_id, sent, findings, recorded_at}
// replan skip
MATCH (d:Capture {id: $document})
USING INDEX SEEK d:Capture(id)
UNWIND $rows AS row
MERGE (q:Quarantined {id: row.id})
ON CREATE SET q = row
MERGE (d)-[:STATES]->(q)
