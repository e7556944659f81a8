// Take messages that are due until the lease ends; whoever dies with one leaves it due again.
// param now      integer   epoch ms
// param lease    integer   epoch ms
// param limit    integer   most messages
// returns        delivery, endpoint: maps of the nodes' properties
MATCH (d:WebhookDelivery)
WHERE d.next_at <= $now
WITH d ORDER BY d.next_at, d.id LIMIT $limit
SET d.lock = 0
WITH d
WHERE d.next_at <= $now
SET d.next_at = $lease, d.attempts = d.attempts + 1
WITH d
MATCH (e:WebhookEndpoint {id: d.endpoint_id})
RETURN d {.*} AS delivery, e {.*} AS endpoint
ORDER BY d.created_at, d.id
