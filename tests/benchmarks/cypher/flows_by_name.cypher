// Every flow by names that do not depend on numbers, but for a crop's farm.
// returns event_id, tail, key, gtin, lot_number, gln, on, recorded_by, counterparties
MATCH (l:Lot)-[:HELD_AS]->(s:Stock)-[:AT]->(p:Location)
MATCH (s)-[f:FLOWS_TO]-(c:CTE)
RETURN c.event_id AS event_id, startNode(f) = s AS tail, l.key AS key, l.gtin AS gtin, l.lot_number AS lot_number,
       p.gln AS gln, f.on AS on, f.recorded_by AS recorded_by, f.counterparties AS counterparties
