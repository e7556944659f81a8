// Everything that happened to a request, oldest first, and every package prepared for it.
// param organization  integer  organization number
// param id            string   request id
// returns             steps, packages: lists of maps of the nodes' properties
MATCH (r:RecordsRequest {id: $id, organization: $organization})
RETURN COLLECT { MATCH (s:RequestStep)-[:OF]->(r) RETURN s {.*} ORDER BY s.no } AS steps,
       COLLECT { MATCH (p:RecordsPackage)-[:FOR]->(r) RETURN p {.*} ORDER BY p.prepared_at, p.id } AS packages
