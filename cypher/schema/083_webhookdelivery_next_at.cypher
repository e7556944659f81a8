// Find messages that are due.
CREATE INDEX webhookdelivery_next_at IF NOT EXISTS FOR (n:WebhookDelivery) ON (n.next_at)
