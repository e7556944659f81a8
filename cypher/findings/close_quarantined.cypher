// What was quarantined and has been decided about has no open findings.
// param quarantined  list<string>  ids of what was quarantined
// param by           string        what decided: resubmitted, corrected or discarded
// param at           integer       epoch ms
// replan skip
UNWIND $quarantined AS id
MATCH (f:Finding {quarantined: id})
USING INDEX SEEK f:Finding(quarantined)
WHERE f.state = 'open'
SET f.state = 'closed', f.closed_at = $at, f.closed_by = $by
