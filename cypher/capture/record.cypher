// One record by its own id or by its recorder's event id: the viewer's own first, standing before superseded.
// param event_id string         record id or event id
// param viewer   integer        organization number of the caller
// param orgs     list<integer>  organizations whose records are visible
// param grants   list<map>      restricted grants
// returns  no, id, event_id, cte_type, recorded_by, recorder, recorded_at, superseded_at, lot_id, capture_id, sha256,
// returns  position, firsts, parts, record   the record and where it came from; parts are S3 keys or null, each with
// returns  the position it begins at
CALL () {
  MATCH (c:CTE {event_id: $event_id}) RETURN c
  UNION
  MATCH (c:CTE {id: $event_id}) RETURN c
  UNION
  MATCH (:EventName {event_id: $event_id})-[:NAMES]->(c:CTE) RETURN c
}
WITH c
WHERE c.recorded_by IN $orgs OR $viewer IN c.counterparties
   OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to AND (g.gtins IS NULL OR c.gtin IN g.gtins))
MATCH (o:Organization {no: c.recorded_by})
MATCH (d:Capture)-[:STATES]->(c)
OPTIONAL MATCH (l:Lot {no: c.lot})
RETURN c.no AS no, c.id AS id, c.event_id AS event_id, c.cte_type AS cte_type, c.recorded_by AS recorded_by,
       o.name AS recorder, c.recorded_at AS recorded_at, c.superseded_at AS superseded_at, l.id AS lot_id,
       d.id AS capture_id, d.sha256 AS sha256, c.position AS position, d.firsts AS firsts, d.parts AS parts, c.record AS record
ORDER BY c.recorded_by = $viewer DESC, c.superseded_at DESC, c.recorded_at DESC, coalesce(c.capture = d.id, false) DESC,
         d.recorded_at
LIMIT 1
