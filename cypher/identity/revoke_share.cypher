// End a grant; what its receiver may see changes at once.
// param id  string   public id of the grant
// param at  integer  epoch ms
// returns   id
MATCH ()-[g:SHARES_WITH {id: $id}]->(receiver:Organization)
SET receiver.trace_revision = receiver.trace_revision + 1, g.revoked_at = coalesce(g.revoked_at, $at)
RETURN g.id AS id
