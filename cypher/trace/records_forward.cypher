// The records downstream of a lot, in order of date and code, one row each.
// A flow is looked at on its way into an event; what leads out of the event, the same record tells.
// param lot     integer        lot number
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// param from    integer|null   epoch day; null for all dates
// param to      integer|null   epoch day
// returns       no, id, event_id, cte_type, on, tlc, record, recorded_by, recorded_at, position, document
// returns       document is {sha256, name, recorded_at} of the first that stated the record
// plan          VarLengthExpand(Pruning,BFS,All)
MATCH (lot:Lot {no: $lot})-[:HELD_AS]->(start:Stock)
USING INDEX SEEK lot:Lot(no)
WHERE EXISTS {
  MATCH (start)-[f:FLOWS_TO]-(:CTE)
  WHERE (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
}
MATCH (start)-[flows:FLOWS_TO*0..]->(c)
WHERE all(f IN flows WHERE startNode(f):CTE OR (
    (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
    AND ($from IS NULL OR f.on IS NULL OR $from <= f.on <= $to)))
WITH DISTINCT c
WHERE c:CTE
WITH c ORDER BY c.on, c.tlc, c.no
MATCH (o:Organization {no: c.recorded_by})
USING INDEX SEEK o:Organization(no)
WITH c, o, head(COLLECT {
  MATCH (d:Capture)-[:STATES]->(c)
  RETURN d {.sha256, .name, .recorded_at} ORDER BY d.recorded_at LIMIT 1
}) AS document
RETURN c.no AS no, c.id AS id, c.event_id AS event_id, c.cte_type AS cte_type, c.on AS on, c.tlc AS tlc,
       c.record AS record, o.name AS recorded_by, c.recorded_at AS recorded_at, c.position AS position,
       document
ORDER BY c.on, c.tlc, c.no
