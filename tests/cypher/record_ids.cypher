// Records under an event id.
// param event_id string
// returns id
MATCH (c:CTE {event_id: $event_id})
RETURN c.id AS id
