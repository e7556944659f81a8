// Find Capture by recorded_by.
CREATE INDEX capture_recorded_by IF NOT EXISTS FOR (n:Capture) ON (n.recorded_by)
