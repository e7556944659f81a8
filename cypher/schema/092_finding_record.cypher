// Findings of a record.
CREATE INDEX finding_record IF NOT EXISTS FOR (f:Finding) ON (f.record)
