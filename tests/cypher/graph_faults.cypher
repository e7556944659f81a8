// What no capture may leave behind.
// returns fault
CALL () {
  MATCH (s:Stock) WHERE NOT (s)-[:FLOWS_TO]-() RETURN 'stock without flows ' + s.key AS fault
  UNION
  MATCH (l:Lot) WHERE NOT (l)-[:HELD_AS]->() AND NOT (:CatalogueLot)-[:OF]->(l) RETURN 'lot held nowhere ' + l.key AS fault
  UNION
  MATCH (f:FormerId) WHERE NOT (f)-[:NOW]->() RETURN 'former id that leads nowhere ' + f.id AS fault
  UNION
  MATCH (f:FormerId), (l:Lot {id: f.id}) RETURN 'lot present and former ' + l.key AS fault
  UNION
  MATCH (k:PlaceKey) WHERE NOT (k)-[:OF]->(:Location) RETURN 'place key that leads nowhere ' + k.key AS fault
  UNION
  MATCH (d:PlaceDescription) WHERE COUNT { (d)-[:OF]->(:Location) } <> 1 RETURN 'description not at one place ' + d.key AS fault
  UNION
  MATCH (c:CTE)-[f:FLOWS_TO]-()
  WHERE f.recorded_by <> c.recorded_by OR f.counterparties <> c.counterparties
     OR CASE c.superseded_at WHEN 9223372036854775807 THEN f.superseded_at IS NOT NULL OR coalesce(f.recorded_at, 0) <> c.recorded_at
        ELSE f.recorded_at IS NOT NULL OR coalesce(f.known_from, 0) <> c.recorded_at
             OR coalesce(f.superseded_at, 0) <> c.superseded_at END
  RETURN 'flow unlike its record ' + c.event_id AS fault
}
RETURN fault
