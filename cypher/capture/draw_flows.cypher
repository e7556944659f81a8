// Say what records mean and draw their flows; the only statement that writes FLOWS_TO.
// param rows list<map> {no, lot, counterparties, drawn, unclear, tails, heads}; an end is {stock, quantity, unit}, drawn a digest
// replan skip
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
USING INDEX SEEK c:CTE(no)
SET c.lot = row.lot, c.counterparties = row.counterparties, c.drawn = row.drawn, c.unclear = row.unclear
WITH c, row, c.superseded_at = 9223372036854775807 AS stands
CALL (c, row, stands) {
  UNWIND row.tails AS end
  MATCH (s:Stock {no: end.stock})
  USING INDEX SEEK s:Stock(no)
  CREATE (s)-[:FLOWS_TO {recorded_by: c.recorded_by, counterparties: row.counterparties, on: c.on, gtin: c.gtin,
    recorded_at: CASE WHEN stands THEN c.recorded_at END, known_from: CASE WHEN NOT stands THEN c.recorded_at END,
    superseded_at: CASE WHEN NOT stands THEN c.superseded_at END, quantity: end.quantity, unit: end.unit}]->(c)
}
CALL (c, row, stands) {
  UNWIND row.heads AS end
  MATCH (s:Stock {no: end.stock})
  USING INDEX SEEK s:Stock(no)
  CREATE (c)-[:FLOWS_TO {recorded_by: c.recorded_by, counterparties: row.counterparties, on: c.on, gtin: c.gtin,
    recorded_at: CASE WHEN stands THEN c.recorded_at END, known_from: CASE WHEN NOT stands THEN c.recorded_at END,
    superseded_at: CASE WHEN NOT stands THEN c.superseded_at END, quantity: end.quantity, unit: end.unit}]->(s)
}
