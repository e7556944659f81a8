// Find endpoints by organization.
CREATE INDEX webhookendpoint_organization IF NOT EXISTS FOR (n:WebhookEndpoint) ON (n.organization)
