// The GS1 company prefixes verified for an organization.
// param organization integer organization number
// returns  prefix
MATCH (c:CompanyPrefix)-[:OF]->(:Organization {no: $organization})
RETURN c.prefix AS prefix
ORDER BY prefix
