// One page of the versions of an organization's plan, newest first, and how many there are.
// param organization  integer  organization number
// param skip          integer  versions to leave out
// param limit         integer  versions to return
// returns             total, versions: a number and a list of {id, organization, version, author, created_at, plan}
OPTIONAL MATCH (p:TraceabilityPlan)-[:PLAN_OF]->(o:Organization {no: $organization})
WITH o, p ORDER BY p.version DESC
WITH collect(CASE WHEN p IS NOT NULL THEN p {.id, organization: o.name, .version, .author, .created_at, .plan} END) AS found
RETURN size(found) AS total, found[$skip..($skip + $limit)] AS versions
