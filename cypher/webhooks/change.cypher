// Change properties of an endpoint; null removes one.
// param organization  integer   organization number
// param id            string    endpoint id
// param changes       map       properties to set
// returns             endpoint  map of the node's properties
MATCH (e:WebhookEndpoint {id: $id, organization: $organization})
SET e += $changes
RETURN e {.*} AS endpoint
