// Find Lot by gtin.
CREATE INDEX lot_gtin IF NOT EXISTS FOR (n:Lot) ON (n.gtin)
