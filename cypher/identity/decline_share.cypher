// Turn an offer down that still stands. The grant must be locked.
// param id          string   public id of the grant
// param grantee_id  string   public id of the organization it was made to
// param at          integer  epoch ms
// returns           id
MATCH (g:Grant {id: $id, grantee_id: $grantee_id, state: 'offered'})
SET g.state = 'declined', g.answered_at = $at
RETURN g.id AS id
