// Records of one recorder under an event id or record id.
// param event_id string   record id or event id
// param recorder integer  organization number
// returns  no, id, superseded_at
CALL () {
  MATCH (c:CTE {event_id: $event_id}) RETURN c
  UNION
  MATCH (c:CTE {id: $event_id}) RETURN c
  UNION
  MATCH (:EventName {event_id: $event_id})-[:NAMES]->(c:CTE) RETURN c
}
WITH c
WHERE c.recorded_by = $recorder
RETURN c.no AS no, c.id AS id, c.superseded_at AS superseded_at
ORDER BY no
