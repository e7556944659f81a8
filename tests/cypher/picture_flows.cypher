// Every flow with its ends, numbers as they are.
// returns tail, lot, place, record, recorded_by, counterparties, on, gtin, quantity, unit, open
MATCH (l:Lot)-[:HELD_AS]->(s:Stock)-[:AT]->(p:Location)
MATCH (s)-[f:FLOWS_TO]-(c:CTE)
RETURN startNode(f) = s AS tail, l.no AS lot, p.no AS place, c.key AS record, f.recorded_by AS recorded_by,
       f.counterparties AS counterparties, f.on AS on, f.gtin AS gtin, f.quantity AS quantity, f.unit AS unit,
       f.superseded_at IS NULL AS open
