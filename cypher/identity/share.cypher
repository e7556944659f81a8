// Let one organization see another's records at once; what it may see changes with it.
// param grantor    integer            organization number
// param grantee    integer            organization number
// param id         string             public id of the grant
// param gtins      list<string>|null  14 digits each; null for all
// param brand      string|null        id of a brand of the grantor; null for all
// param date_from  integer|null       epoch day
// param date_to    integer|null       epoch day
// param at         integer            epoch ms
// returns          id
MATCH (giver:Organization {no: $grantor}), (receiver:Organization {no: $grantee})
CREATE (giver)-[:OFFERS]->(:Grant {id: $id, state: 'accepted', grantee_id: receiver.id, gtins: $gtins, brand: $brand,
                                   date_from: $date_from, date_to: $date_to, note: '', offered_at: $at,
                                   answered_at: $at})
CREATE (giver)-[g:SHARES_WITH {id: $id, gtins: $gtins, brand: $brand, date_from: $date_from, date_to: $date_to,
                               granted_at: $at}]->(receiver)
SET receiver.trace_revision = receiver.trace_revision + 1
RETURN g.id AS id
