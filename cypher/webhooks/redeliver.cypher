// Make a message due again, with its attempts counted anew, unless it still is under way or its endpoint is gone.
// param organization  integer  organization number
// param id            string   message id
// param now           integer  epoch ms
// returns             again, delivery: whether it was made due, and a map of the node's properties
MATCH (d:WebhookDelivery {id: $id, organization: $organization})
SET d.lock = 0
WITH d, d.next_at IS NULL AND EXISTS { (:WebhookEndpoint {id: d.endpoint_id}) } AS again
FOREACH (_ IN CASE WHEN again THEN [1] ELSE [] END |
  SET d.status = 'PENDING', d.attempts = 0, d.next_at = $now, d.delivered_at = null, d.error = null)
RETURN again, d {.*} AS delivery
