// How far a lot has gone, as far as the caller may see, with the lot itself left out of the lots.
// A flow is looked at on its way into an event; what leads out of the event, the same record tells.
// param lot     integer        lot number
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// param from    integer|null   epoch day; null for all dates
// param to      integer|null   epoch day
// returns       downstream_lots, downstream_serials, downstream_locations, affected_organizations
// plan          VarLengthExpand(Pruning,BFS,All)
MATCH (lot:Lot {no: $lot})-[:HELD_AS]->(start:Stock)
USING INDEX SEEK lot:Lot(no)
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
WITH collect(reached) AS all
CALL (all) {
  UNWIND all AS stock
  WITH stock WHERE stock:Stock AND stock.lot <> $lot
  WITH DISTINCT stock.lot AS no
  RETURN count(*) AS downstream_lots,
         sum(COUNT {
           MATCH (of:Lot {no: no})<-[:OF]-(:Serial)
           USING INDEX SEEK of:Lot(no)
         }) AS downstream_serials
}
CALL (all) {
  UNWIND all AS event
  WITH event WHERE event.cte_type = 'shipping'
  MATCH (event)-[:FLOWS_TO]->(to:Stock)
  RETURN count(DISTINCT to.place) AS downstream_locations
}
CALL (all) {
  UNWIND all AS event
  WITH event WHERE event:CTE
  UNWIND [event.recorded_by] + event.counterparties AS organization
  RETURN count(DISTINCT organization) AS affected_organizations
}
RETURN downstream_lots, downstream_serials, downstream_locations, affected_organizations
