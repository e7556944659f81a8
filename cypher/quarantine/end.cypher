// Somebody has decided about what is quarantined; the first to do so counts.
// param id         string    id
// param recorder   integer   organization number
// param properties map       state, ended_at, ended_by, and record_id or reason
// returns id       no row where somebody else has decided before
MATCH (q:Quarantined {id: $id})
SET q.lock = 0
WITH q
WHERE q.recorded_by = $recorder AND coalesce(q.state, 'open') = 'open'
SET q += $properties
WITH q
CALL (q) {
  MATCH (f:Finding {quarantined: q.id})
  WHERE f.state = 'open'
  SET f.state = 'closed', f.closed_at = q.ended_at, f.closed_by = q.state
}
RETURN q.id AS id
