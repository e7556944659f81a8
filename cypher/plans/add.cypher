// Add the next version of an organization's traceability plan.
// param organization  integer  organization number
// param id            string   public id of the version
// param author        string   who wrote it
// param at            integer  epoch ms
// param effective     integer  epoch day from which it is in effect
// param plan          string   contents as JSON
// returns             id, organization, version, author, created_at, plan
MATCH (o:Organization {no: $organization})
SET o.lock = 0
WITH o, COUNT { (o)<-[:PLAN_OF]-() } + 1 AS version
CREATE (p:TraceabilityPlan {
  id: $id, version: version, author: $author, created_at: $at, effective: $effective, plan: $plan})-[:PLAN_OF]->(o)
RETURN p.id AS id, o.name AS organization, p.version AS version, p.author AS author, p.created_at AS created_at,
       p.plan AS plan
