// An organization's message.
// param organization  integer   organization number
// param id            string    message id
// returns             delivery  map of the node's properties
MATCH (d:WebhookDelivery {id: $id, organization: $organization})
RETURN d {.*} AS delivery
