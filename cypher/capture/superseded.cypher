// Standing records of one recorder under these event ids.
// param recorder  integer       organization number
// param event_ids list<string>  event ids as their recorder gave them, or record ids
// returns  no, named, supersedes   record number, the id it was found under, and what it names itself
// replan skip
UNWIND $event_ids AS event_id
CALL (event_id) {
  MATCH (c:CTE {event_id: event_id})
  USING INDEX SEEK c:CTE(event_id)
  RETURN c
  UNION
  MATCH (c:CTE {id: event_id})
  USING INDEX SEEK c:CTE(id)
  RETURN c
  UNION
  MATCH (given:EventName {event_id: event_id})-[:NAMES]->(c:CTE)
  USING INDEX SEEK given:EventName(event_id)
  RETURN c
}
WITH DISTINCT c, event_id
WHERE c.recorded_by = $recorder AND c.superseded_at = 9223372036854775807
RETURN c.no AS no, event_id AS named, c.supersedes AS supersedes
