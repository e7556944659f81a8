// Find LocationMerge by organization.
CREATE INDEX locationmerge_organization IF NOT EXISTS FOR (n:LocationMerge) ON (n.organization)
