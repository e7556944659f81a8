// An organization's endpoint.
// param organization  integer   organization number
// param id            string    endpoint id
// returns             endpoint  map of the node's properties
MATCH (e:WebhookEndpoint {id: $id, organization: $organization})
RETURN e {.*} AS endpoint
