// End a grant or take its offer back; what its receiver may see changes at once. The grant must be locked.
// param id  string   public id of the grant
// param at  integer  epoch ms
// returns   id
MATCH (g:Grant {id: $id})
OPTIONAL MATCH ()-[s:SHARES_WITH {id: $id}]->(receiver:Organization)
SET receiver.trace_revision = receiver.trace_revision + 1, s.revoked_at = coalesce(s.revoked_at, $at),
    g.state = 'revoked', g.revoked_at = coalesce(g.revoked_at, $at)
RETURN g.id AS id
