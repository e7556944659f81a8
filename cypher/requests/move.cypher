// Let a request go from one of some states to another, under its lock.
// param organization  integer       organization number
// param id            string        request id
// param allowed       list<string>  states it may be in
// param to            string|null   state it goes to; null to stay
// param changes       map           other properties to set; null removes one
// returns             moved, request: whether it was in such a state, and a map of the node's properties
MATCH (r:RecordsRequest {id: $id, organization: $organization})
SET r.lock = 0
WITH r, r.status IN $allowed AS moved
FOREACH (x IN CASE WHEN moved THEN [r] ELSE [] END |
  SET x += $changes, x.status = coalesce($to, x.status))
FOREACH (x IN CASE WHEN moved AND $to = 'pending' THEN [r] ELSE [] END | SET x:Job)
WITH r, moved
OPTIONAL MATCH (p:RecordsPackage {id: r.newest})
RETURN moved, r {.*, package: p {.*}} AS request
