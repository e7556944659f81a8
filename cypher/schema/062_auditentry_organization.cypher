// Find AuditEntry by organization.
CREATE INDEX auditentry_organization IF NOT EXISTS FOR (n:AuditEntry) ON (n.organization)
