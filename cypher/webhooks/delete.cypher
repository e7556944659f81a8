// Remove an endpoint and give up what was not delivered to it; the log stays.
// param organization  integer  organization number
// param id            string   endpoint id
// returns             id
MATCH (e:WebhookEndpoint {id: $id, organization: $organization})
OPTIONAL MATCH (d:WebhookDelivery {endpoint_id: $id})
WHERE d.next_at IS NOT NULL
SET d.next_at = null, d.status = 'DEAD_LETTER', d.error = 'The endpoint was deleted.'
WITH DISTINCT e, e.id AS id
DELETE e
RETURN id
