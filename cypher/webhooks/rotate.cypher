// Give an endpoint its next secret.
// param organization  integer   organization number
// param id            string    endpoint id
// param now           integer   epoch ms
// returns             endpoint  map of the node's properties
MATCH (e:WebhookEndpoint {id: $id, organization: $organization})
SET e.generation = e.generation + 1, e.rotated_at = $now
RETURN e {.*} AS endpoint
