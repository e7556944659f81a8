// One version of an organization's plan.
// param organization  integer  organization number
// param version       integer  counted from 1
// returns             id, organization, version, author, created_at, plan
MATCH (p:TraceabilityPlan {version: $version})-[:PLAN_OF]->(o:Organization {no: $organization})
RETURN p.id AS id, o.name AS organization, p.version AS version, p.author AS author, p.created_at AS created_at,
       p.plan AS plan
