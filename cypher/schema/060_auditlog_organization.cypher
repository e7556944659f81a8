// One AuditLog for each organization.
CREATE CONSTRAINT auditlog_organization IF NOT EXISTS FOR (n:AuditLog) REQUIRE n.organization IS UNIQUE
