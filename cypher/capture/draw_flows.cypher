// Say what records mean and draw their flows; the only statement that writes FLOWS_TO.
// param rows list<map> {no, lot, counterparties, drawn, unclear, tails, heads}; an end is {stock, quantity, unit}, drawn a digest
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
SET c.lot = row.lot, c.counterparties = row.counterparties, c.drawn = row.drawn, c.unclear = row.unclear
WITH c, row
CALL (c, row) {
  UNWIND row.tails AS end
  MATCH (s:Stock {no: end.stock})
  CREATE (s)-[:FLOWS_TO {recorded_by: c.recorded_by, counterparties: row.counterparties, on: c.on, gtin: c.gtin,
    recorded_at: c.recorded_at, superseded_at: c.superseded_at, quantity: end.quantity, unit: end.unit}]->(c)
}
CALL (c, row) {
  UNWIND row.heads AS end
  MATCH (s:Stock {no: end.stock})
  CREATE (c)-[:FLOWS_TO {recorded_by: c.recorded_by, counterparties: row.counterparties, on: c.on, gtin: c.gtin,
    recorded_at: c.recorded_at, superseded_at: c.superseded_at, quantity: end.quantity, unit: end.unit}]->(s)
}
