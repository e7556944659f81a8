// Find Quarantined by the event id its sender gave.
CREATE INDEX quarantined_event_id IF NOT EXISTS FOR (n:Quarantined) ON (n.event_id)
