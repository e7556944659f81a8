// What records go by, and what took their place.
// param records list<integer> record numbers
// returns  no, event_id, by   by: number of the record that superseded it, null where it stands or was voided
// replan skip
UNWIND $records AS no
MATCH (c:CTE {no: no})
USING INDEX SEEK c:CTE(no)
RETURN no, c.event_id AS event_id, c.superseded_by AS by
