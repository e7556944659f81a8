// Standing records of one recorder under these event ids.
// param recorder  integer       organization number
// param event_ids list<string>  event ids as their recorder gave them, or record ids
// returns  no, event_id, id, key, recorded_at, counterparties
UNWIND $event_ids AS event_id
CALL (event_id) {
  MATCH (c:CTE {event_id: event_id}) RETURN c
  UNION
  MATCH (c:CTE {id: event_id}) RETURN c
}
WITH DISTINCT c
WHERE c.recorded_by = $recorder AND c.superseded_at = 9223372036854775807
RETURN c.no AS no, c.event_id AS event_id, c.id AS id, c.key AS key, c.recorded_at AS recorded_at,
       c.counterparties AS counterparties
