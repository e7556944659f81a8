// How many stocks and events are downstream of everything a place has held, by the walk of trace/counts_forward.
// A flow is looked at on its way into an event; what leads out of the event, the same record tells.
// param place   integer        place number
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// param from    integer|null   epoch day; null for all dates
// param to      integer|null   epoch day
// returns       nodes
// plan          VarLengthExpand(Pruning,BFS,All)
MATCH (place:Location {no: $place})<-[:AT]-(start:Stock)
USING INDEX SEEK place:Location(no)
WHERE EXISTS {
  MATCH (start)-[f:FLOWS_TO]-(:CTE)
  WHERE (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
}
MATCH (start)-[flows:FLOWS_TO*0..]->(reached)
WHERE all(f IN flows WHERE startNode(f):CTE OR (
    (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
    AND ($from IS NULL OR f.on IS NULL OR $from <= f.on <= $to)))
WITH DISTINCT reached
RETURN count(*) AS nodes
