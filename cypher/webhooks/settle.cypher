// Note what came of one attempt, and disable an endpoint that is gone or has given up on too many messages.
// param id           string        message id
// param attempt      integer       number of the attempt; a later one has taken over where it differs
// param status       string        of the message from now on
// param now          integer       epoch ms
// param next_at      integer|null  epoch ms of the next attempt
// param status_code  integer|null  HTTP status answered
// param error        string|null   why it was not delivered
// param gone         boolean       the endpoint says that it is no more
// param most         integer       dead letters in a row that disable an endpoint
// returns            id
MATCH (d:WebhookDelivery {id: $id})
SET d.lock = 0
WITH d
WHERE d.attempts = $attempt AND d.next_at IS NOT NULL
SET d.status = $status, d.next_at = $next_at, d.status_code = $status_code, d.error = $error,
  d.delivered_at = CASE WHEN $status = 'DELIVERED' THEN $now END
WITH d
MATCH (e:WebhookEndpoint {id: d.endpoint_id})
SET e.dead_letters = CASE $status
  WHEN 'DELIVERED' THEN 0
  WHEN 'DEAD_LETTER' THEN e.dead_letters + 1
  ELSE e.dead_letters
END
WITH d, e, CASE
  WHEN $gone THEN 'The endpoint answered 410 Gone.'
  WHEN e.dead_letters >= $most THEN toString(e.dead_letters) + ' messages in a row could not be delivered.'
END AS because
FOREACH (_ IN CASE WHEN because IS NOT NULL AND e.is_active THEN [1] ELSE [] END |
  SET e.is_active = false, e.disabled_at = $now, e.disabled_because = because)
RETURN d.id AS id
