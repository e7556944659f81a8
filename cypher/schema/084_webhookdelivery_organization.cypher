// Find messages by organization.
CREATE INDEX webhookdelivery_organization IF NOT EXISTS FOR (n:WebhookDelivery) ON (n.organization)
