// Add an endpoint, unless the organization has the most it may have.
// param organization  integer   organization number
// param most          integer   endpoints an organization may have
// param properties    map       of the new node
// returns             endpoint  map of the node's properties; no row where there are too many
MATCH (o:Organization {no: $organization})
SET o.lock = 0
WITH o
WHERE COUNT { (:WebhookEndpoint {organization: $organization}) } < $most
CREATE (e:WebhookEndpoint)
SET e = $properties
RETURN e {.*} AS endpoint
