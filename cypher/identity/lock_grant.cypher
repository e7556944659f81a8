// Lock a grant for the rest of the transaction.
// param id  string   public id of the grant
// param at  integer  epoch ms
// returns   state
MATCH (g:Grant {id: $id})
SET g.asked_at = $at
RETURN g.state AS state
