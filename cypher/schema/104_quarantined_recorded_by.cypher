// Find Quarantined by recorder and time.
CREATE INDEX quarantined_recorded_by IF NOT EXISTS FOR (n:Quarantined) ON (n.recorded_by, n.recorded_at)
