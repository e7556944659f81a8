// Findings with what they are about.
// param ids list<string> finding ids
// returns  finding, record_id, lot_id, location_id, capture_id, recorder   finding: its properties
UNWIND $ids AS id
MATCH (f:Finding {id: id})
OPTIONAL MATCH (c:CTE {no: f.record})
OPTIONAL MATCH (l:Lot {no: c.lot})
OPTIONAL MATCH (p:Location {no: coalesce(f.place,
  head(COLLECT { MATCH (c)-[:FLOWS_TO]->(s:Stock) RETURN s.place }), head(COLLECT { MATCH (s:Stock)-[:FLOWS_TO]->(c) RETURN s.place }))})
OPTIONAL MATCH (d:Capture)-[:STATES]->(c)
WITH f, c, l, p, min(d.id) AS capture_id
OPTIONAL MATCH (o:Organization {no: f.recorded_by})
RETURN f {.*} AS finding, c.id AS record_id, l.id AS lot_id, p.id AS location_id, capture_id, o.name AS recorder
