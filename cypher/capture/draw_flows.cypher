// Draw the flows of records; the only statement that writes FLOWS_TO.
// param rows list<map> {no, tails, heads}; an end is {stock, quantity, unit}
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
CALL (c, row) {
  UNWIND row.tails AS end
  MATCH (s:Stock {no: end.stock})
  CREATE (s)-[:FLOWS_TO {recorded_by: c.recorded_by, counterparties: c.counterparties, on: c.on, gtin: c.gtin,
    recorded_at: c.recorded_at, superseded_at: c.superseded_at, quantity: end.quantity, unit: end.unit}]->(c)
}
CALL (c, row) {
  UNWIND row.heads AS end
  MATCH (s:Stock {no: end.stock})
  CREATE (c)-[:FLOWS_TO {recorded_by: c.recorded_by, counterparties: c.counterparties, on: c.on, gtin: c.gtin,
    recorded_at: c.recorded_at, superseded_at: c.superseded_at, quantity: end.quantity, unit: end.unit}]->(s)
}
