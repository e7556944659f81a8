// Grants an organization has given or was offered, newest first.
// param organization  integer  organization number
// param id            string   public id of the same organization
// returns             id, state, grantor, grantee, grantee_id, gtins, brand, date_from, date_to, note, offered_at, answered_at, revoked_at
MATCH (giver:Organization)-[:OFFERS]->(g:Grant)
WHERE giver.no = $organization OR g.grantee_id = $id
OPTIONAL MATCH (receiver:Organization {id: g.grantee_id})
RETURN g.id AS id, g.state AS state, giver {.no, .id, .name} AS grantor, receiver {.no, .id, .name} AS grantee,
       g.grantee_id AS grantee_id, g.gtins AS gtins, g.brand AS brand, g.date_from AS date_from, g.date_to AS date_to,
       g.note AS note, g.offered_at AS offered_at, g.answered_at AS answered_at, g.revoked_at AS revoked_at
ORDER BY offered_at DESC, id
