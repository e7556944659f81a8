// Records and quarantined rows by what people call them.
// param event_id string   event id or record id, or null
// param lot_id   string   lot id, present or former, or null
// returns  records, rows   numbers, ids of quarantined rows
CALL () {
  MATCH (c:CTE {event_id: $event_id}) RETURN c.no AS no
  UNION
  MATCH (c:CTE {id: $event_id}) RETURN c.no AS no
  UNION
  MATCH (:EventName {event_id: $event_id})-[:NAMES]->(c:CTE) RETURN c.no AS no
  UNION
  MATCH (l:Lot {id: $lot_id})-[:HELD_AS]->(:Stock)-[:FLOWS_TO]-(c:CTE) RETURN c.no AS no
  UNION
  MATCH (:FormerId {id: $lot_id})-[:NOW]->(l:Lot)-[:HELD_AS]->(:Stock)-[:FLOWS_TO]-(c:CTE) RETURN c.no AS no
}
WITH collect(DISTINCT no) AS records
RETURN records, COLLECT { MATCH (q:Quarantined {event_id: $event_id}) RETURN q.id } AS rows
