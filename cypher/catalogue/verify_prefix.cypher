// An operator has verified that a GS1 company prefix belongs to an organization.
// param organization integer organization number
// param prefix       string  4 to 12 digits
// param at           integer epoch ms
// returns  organization   the number of the organization it belongs to, which may be another
MATCH (o:Organization {no: $organization})
MERGE (c:CompanyPrefix {prefix: $prefix})
ON CREATE SET c.verified_at = $at
WITH o, c
OPTIONAL MATCH (c)-[:OF]->(present:Organization)
FOREACH (x IN CASE WHEN present IS NULL THEN [o] ELSE [] END | CREATE (c)-[:OF]->(x))
RETURN coalesce(present.no, o.no) AS organization
