// Findings of a quarantined row.
CREATE INDEX finding_quarantined IF NOT EXISTS FOR (f:Finding) ON (f.quarantined)
