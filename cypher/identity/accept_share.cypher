// Take an offer that still stands; what its receiver may see changes at once. The grant must be locked.
// param id       string   public id of the grant
// param grantee  integer  organization number
// param at       integer  epoch ms
// returns        id
MATCH (receiver:Organization {no: $grantee})
MATCH (giver:Organization {active: true})-[:OFFERS]->(g:Grant {id: $id, state: 'offered', grantee_id: receiver.id})
SET g.state = 'accepted', g.answered_at = $at, receiver.trace_revision = receiver.trace_revision + 1
CREATE (giver)-[:SHARES_WITH {id: $id, gtins: g.gtins, brand: g.brand, date_from: g.date_from, date_to: g.date_to,
                              granted_at: $at}]->(receiver)
RETURN g.id AS id
