// Find CatalogueLot by lot_number.
CREATE INDEX cataloguelot_lot_number IF NOT EXISTS FOR (n:CatalogueLot) ON (n.lot_number)
