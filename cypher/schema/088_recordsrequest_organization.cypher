// Find records requests by organization.
CREATE INDEX recordsrequest_organization IF NOT EXISTS FOR (n:RecordsRequest) ON (n.organization)
