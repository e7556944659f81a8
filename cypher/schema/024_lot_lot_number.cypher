// Find Lot by lot_number.
CREATE INDEX lot_lot_number IF NOT EXISTS FOR (n:Lot) ON (n.lot_number)
