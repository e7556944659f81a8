// Find Import by organization and time.
CREATE INDEX import_organization IF NOT EXISTS FOR (n:Import) ON (n.organization, n.requested_at)
