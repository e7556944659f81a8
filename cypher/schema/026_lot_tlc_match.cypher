// Find Lot by tlc_match.
CREATE INDEX lot_tlc_match IF NOT EXISTS FOR (n:Lot) ON (n.tlc_match)
