// Find ExportJob by status.
CREATE INDEX exportjob_status IF NOT EXISTS FOR (n:ExportJob) ON (n.status)
