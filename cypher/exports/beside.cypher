// Visible records beside the critical tracking events that tell of lot codes; those that move a lot are in its trace.
// param clues   list<string>   clues of lot codes
// param viewer  integer        the organization the file is for
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// returns       no, id, event_id, cte_type, on, tlc, record, recorded_by, recorded_at, position, document
// returns       document is {sha256, name, recorded_at} of the first that stated the record
UNWIND $clues AS clue
MATCH (:Clue {key: clue})<-[:GIVES]-(c:OtherRecord)
WHERE c.cte_type <> 'one_up_one_back' AND c.recorded_at <= $at < c.superseded_at
  AND (c.recorded_by IN $orgs OR $viewer IN c.counterparties
    OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to AND (g.gtins IS NULL OR c.gtin IN g.gtins)))
WITH DISTINCT c
MATCH (o:Organization {no: c.recorded_by})
RETURN c.no AS no, c.id AS id, c.event_id AS event_id, c.cte_type AS cte_type, c.on AS on, c.tlc AS tlc,
       c.record AS record, o.name AS recorded_by, c.recorded_at AS recorded_at, c.position AS position,
       head(COLLECT {
         MATCH (d:Capture)-[:STATES]->(c)
         RETURN d {.sha256, .name, .recorded_at} ORDER BY d.recorded_at LIMIT 1
       }) AS document
ORDER BY c.on, c.no
