// Add one message for each of some endpoints, due at once.
// param rows          list<map>  {endpoint, id}: endpoint id, id of the new message
// param organization  integer    organization number
// param event         string     name of the event
// param payload       string     body, as it is signed and sent
// param now           integer    epoch ms
// returns             delivery   map of the node's properties
UNWIND $rows AS row
CREATE (d:WebhookDelivery {
  id: row.id, endpoint_id: row.endpoint, organization: $organization, event: $event, payload: $payload,
  status: 'PENDING', attempts: 0, created_at: $now, next_at: $now})
RETURN d {.*} AS delivery
