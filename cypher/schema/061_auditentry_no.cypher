// One AuditEntry for each organization and number.
CREATE CONSTRAINT auditentry_no IF NOT EXISTS FOR (n:AuditEntry) REQUIRE (n.organization, n.no) IS UNIQUE
