// Records that came from the place of quarantined rows resolve them.
// param recorder  integer    organization number
// param rows      list<map>  {spot, record_id}
// param at        integer    epoch ms
// returns id     of each that is decided by this
UNWIND $rows AS row
MATCH (q:Quarantined {spot: row.spot})
WHERE q.recorded_by = $recorder AND q.state = 'open'
SET q.state = 'resolved', q.record_id = row.record_id, q.ended_at = $at, q.ended_by = 'corrected file'
WITH q
MATCH (f:Finding {quarantined: q.id})
WHERE f.state = 'open'
SET f.state = 'closed', f.closed_at = $at, f.closed_by = q.state
RETURN q.id AS id
