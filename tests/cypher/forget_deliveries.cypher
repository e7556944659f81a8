// Remove messages to other systems that are still to be sent: whoever counts what is due counts those of others too.
MATCH (d:WebhookDelivery)
WHERE d.next_at IS NOT NULL
DETACH DELETE d
