// Grants an organization has given or received, newest first.
// param organization  integer  organization number
// returns             id, grantor, grantee, gtins, date_from, date_to, granted_at, revoked_at
MATCH (o:Organization {no: $organization})-[g:SHARES_WITH]-()
WITH g, startNode(g) AS giver, endNode(g) AS receiver
RETURN g.id AS id, giver {.no, .id, .name} AS grantor, receiver {.no, .id, .name} AS grantee, g.gtins AS gtins,
       g.date_from AS date_from, g.date_to AS date_to, g.granted_at AS granted_at, g.revoked_at AS revoked_at
ORDER BY granted_at DESC, id
