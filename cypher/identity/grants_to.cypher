// Live grants that an organization has received.
// param organization  integer  organization number
// returns             grantor, gtins, date_from, date_to
MATCH (:Organization {no: $organization})<-[g:SHARES_WITH]-(giver:Organization)
WHERE g.revoked_at IS NULL
RETURN giver.no AS grantor, g.gtins AS gtins, g.date_from AS date_from, g.date_to AS date_to
ORDER BY grantor, g.id
