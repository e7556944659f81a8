// Find messages by endpoint.
CREATE INDEX webhookdelivery_endpoint_id IF NOT EXISTS FOR (n:WebhookDelivery) ON (n.endpoint_id)
