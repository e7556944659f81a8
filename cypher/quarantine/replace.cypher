// Rows that a corrected file left unacceptable take the place of those they correct.
// param recorder  integer    organization number
// param rows      list<map>  {spot, by}; by is the id of what is quarantined now
// param at        integer    epoch ms
// returns id     of each that is decided by this
UNWIND $rows AS row
MATCH (q:Quarantined {spot: row.spot})
WHERE q.recorded_by = $recorder AND q.state = 'open' AND q.id <> row.by
SET q.state = 'replaced', q.replaced_by = row.by, q.ended_at = $at, q.ended_by = 'corrected file'
WITH q
MATCH (f:Finding {quarantined: q.id})
WHERE f.state = 'open'
SET f.state = 'closed', f.closed_at = $at, f.closed_by = q.state
RETURN q.id AS id
