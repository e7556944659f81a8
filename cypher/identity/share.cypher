// Let one organization see another's records; what it may see changes at once.
// param grantor    integer            organization number
// param grantee    integer            organization number
// param id         string             public id of the grant
// param gtins      list<string>|null  14 digits each; null for all
// param date_from  integer|null       epoch day
// param date_to    integer|null       epoch day
// param at         integer            epoch ms
// returns          id
MATCH (giver:Organization {no: $grantor}), (receiver:Organization {no: $grantee})
CREATE (giver)-[g:SHARES_WITH {id: $id, gtins: $gtins, date_from: $date_from, date_to: $date_to, granted_at: $at}]->(receiver)
SET receiver.trace_revision = receiver.trace_revision + 1
RETURN g.id AS id
