// Find Quarantined by id.
CREATE INDEX quarantined_id IF NOT EXISTS FOR (n:Quarantined) ON (n.id)
