// Records that came under the event ids of quarantined ones resolve them, as far as they stand.
// param recorder  integer    organization number
// param document  string     capture id; what this document itself quarantined stays open
// param rows      list<map>  {event_id, record_id}
// param at        integer    epoch ms
// returns id     of each that is decided by this
// replan skip
UNWIND $rows AS row
MATCH (c:CTE {id: row.record_id})
USING INDEX SEEK c:CTE(id)
WHERE c.superseded_at = 9223372036854775807
MATCH (q:Quarantined {event_id: row.event_id})
USING INDEX SEEK q:Quarantined(event_id)
WHERE q.recorded_by = $recorder AND coalesce(q.state, 'open') = 'open'
  AND NOT EXISTS { (d)-[:STATES]->(q) WHERE d.id = $document }
SET q.state = 'resolved', q.record_id = row.record_id, q.ended_at = $at, q.ended_by = 'event id'
WITH q
MATCH (f:Finding {quarantined: q.id})
USING INDEX SEEK f:Finding(quarantined)
WHERE f.state = 'open'
SET f.state = 'closed', f.closed_at = $at, f.closed_by = q.state
RETURN q.id AS id
