// Find Quarantined by its place in an imported file.
CREATE INDEX quarantined_spot IF NOT EXISTS FOR (n:Quarantined) ON (n.spot)
