// Find ExportJob by key.
CREATE INDEX exportjob_key IF NOT EXISTS FOR (n:ExportJob) ON (n.key)
