// Standing records of one recorder under the event ids of what was just quarantined.
// param recorder  integer        organization number
// param document  string         capture id; what it states itself answers nothing of its own
// param event_ids list<string>   as their sender gave them
// returns event_id, record_id, record   record: its JSON form
UNWIND $event_ids AS event_id
CALL (event_id) {
  MATCH (c:CTE {event_id: event_id}) RETURN c
  UNION
  MATCH (:EventName {event_id: event_id})-[:NAMES]->(c:CTE) RETURN c
}
WITH DISTINCT event_id, c
WHERE c.recorded_by = $recorder AND c.superseded_at = 9223372036854775807
  AND NOT EXISTS { (:Capture {id: $document})-[:STATES]->(c) }
RETURN event_id, c.id AS record_id, c.record AS record
ORDER BY c.no
