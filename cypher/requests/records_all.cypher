// Every record in view that a request means, in order of date and code, one row each.
// param gtins   list<string>|null  14 digits each; null for all
// param places  list<integer>|null location numbers; null for all
// param from    integer|null       epoch day
// param to      integer|null       epoch day
// param at      integer            epoch ms; records known by then and not yet superseded
// param viewer  integer            the organization that looks
// param orgs    list<integer>      organizations whose records are visible whole
// param grants  list<map>          restricted grants {org, gtins, from, to}
// returns       no, id, event_id, cte_type, on, tlc, record, recorded_by, recorded_at, position, document,
// returns       lots, places: numbers of the lots and locations it speaks of, gtins: of its lots
MATCH (c:CTE)
WHERE (c.recorded_by IN $orgs OR $viewer IN c.counterparties
    OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to AND (g.gtins IS NULL OR c.gtin IN g.gtins)))
  AND c.recorded_at <= $at < c.superseded_at
  AND ($gtins IS NULL OR c.gtin IN $gtins
    OR EXISTS { (c)-[:FLOWS_TO]-(:Stock)<-[:HELD_AS]-(l:Lot) WHERE l.gtin IN $gtins })
  AND ($from IS NULL OR c.on >= $from)
  AND ($to IS NULL OR c.on <= $to)
  AND ($places IS NULL OR EXISTS { (c)-[:FLOWS_TO]-(s:Stock) WHERE s.place IN $places })
WITH c ORDER BY c.on, c.tlc, c.no
MATCH (o:Organization {no: c.recorded_by})
USING INDEX SEEK o:Organization(no)
WITH c, o, COLLECT {
  MATCH (c)-[:FLOWS_TO]-(s:Stock)<-[:HELD_AS]-(l:Lot)
  RETURN DISTINCT {lot: l.no, gtin: l.gtin, place: s.place}
} AS stocks, head(COLLECT {
  MATCH (d:Capture)-[:STATES]->(c)
  RETURN d {.sha256, .name, .recorded_at} ORDER BY d.recorded_at LIMIT 1
}) AS document
RETURN c.no AS no, c.id AS id, c.event_id AS event_id, c.cte_type AS cte_type, c.on AS on, c.tlc AS tlc,
       c.record AS record, o.name AS recorded_by, c.recorded_at AS recorded_at, c.position AS position, document,
       [s IN stocks | s.lot] AS lots, [s IN stocks | s.place] AS places,
       [s IN stocks WHERE s.gtin IS NOT NULL | s.gtin] + CASE WHEN c.gtin IS NULL THEN [] ELSE [c.gtin] END AS gtins
ORDER BY c.on, c.tlc, c.no
