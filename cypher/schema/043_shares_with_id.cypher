// Find SHARES_WITH by id.
CREATE INDEX shares_with_id IF NOT EXISTS FOR ()-[r:SHARES_WITH]-() ON (r.id)
