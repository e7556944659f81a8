// Find Lot by source.
CREATE INDEX lot_source IF NOT EXISTS FOR (n:Lot) ON (n.source)
