// Records of one recorder under these event ids, with all that they go by and what they correct.
// param recorder  integer       organization number
// param event_ids list<string>  event ids as their recorder gave them, or record ids
// returns  named, no, names, supersedes, ended, by   named: the id it was found under; ended: "voided", "corrected" or
// returns  null, as in capture/known_records; by: number of the record that superseded it, or null
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
WHERE c.recorded_by = $recorder
RETURN event_id AS named, c.no AS no, [c.id, c.event_id] + COLLECT { MATCH (c)<-[:NAMES]-(n) RETURN n.event_id } AS names,
       c.supersedes AS supersedes,
       CASE WHEN c.superseded_at = 9223372036854775807 THEN null WHEN c.superseded_by IS NULL THEN 'voided'
            ELSE 'corrected' END AS ended, c.superseded_by AS by
