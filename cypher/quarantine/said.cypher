// Records that stand already resolve what says nothing else than they do.
// param recorder  integer    organization number
// param rows      list<map>  {id, record_id}; id of what is quarantined
// param at        integer    epoch ms
// returns id     of each that is decided by this
UNWIND $rows AS row
MATCH (q:Quarantined {id: row.id})
WHERE q.recorded_by = $recorder AND coalesce(q.state, 'open') = 'open'
SET q.state = 'resolved', q.record_id = row.record_id, q.ended_at = $at, q.ended_by = 'event id'
RETURN q.id AS id
