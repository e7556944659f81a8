// The newest version of an organization's plan that is in effect, else the newest of all.
// param organization  integer  organization number
// param today         integer  epoch day
// returns             id, organization, version, author, created_at, plan
MATCH (p:TraceabilityPlan)-[:PLAN_OF]->(o:Organization {no: $organization})
RETURN p.id AS id, o.name AS organization, p.version AS version, p.author AS author, p.created_at AS created_at,
       p.plan AS plan
ORDER BY p.effective <= $today DESC, p.version DESC
LIMIT 1
