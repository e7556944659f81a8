// Findings of an organization.
CREATE INDEX finding_recorded_by IF NOT EXISTS FOR (f:Finding) ON (f.recorded_by, f.state)
