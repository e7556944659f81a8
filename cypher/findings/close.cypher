// Findings that hold no longer.
// param ids list<string>  finding ids
// param by  string        what cured them
// param at  integer       epoch ms
// replan skip
UNWIND $ids AS id
MATCH (f:Finding {id: id})
USING INDEX SEEK f:Finding(id)
WHERE f.state = 'open'
SET f.state = 'closed', f.closed_at = $at, f.closed_by = $by
