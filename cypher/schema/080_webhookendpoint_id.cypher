// Webhook endpoints have ids of their own.
CREATE CONSTRAINT webhookendpoint_id IF NOT EXISTS FOR (n:WebhookEndpoint) REQUIRE n.id IS UNIQUE
