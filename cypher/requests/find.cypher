// A request of an organization, with its newest package.
// param organization  integer  organization number
// param id            string   request id
// returns             request  map of the node's properties, package among them
MATCH (r:RecordsRequest {id: $id, organization: $organization})
OPTIONAL MATCH (p:RecordsPackage {id: r.newest})
RETURN r {.*, package: p {.*}} AS request
