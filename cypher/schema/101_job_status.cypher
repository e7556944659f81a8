// Find Job by status.
CREATE INDEX job_status IF NOT EXISTS FOR (n:Job) ON (n.status)
