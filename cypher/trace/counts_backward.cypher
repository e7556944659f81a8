// How much there is upstream of a lot.
// The walk starts from what went into the lot: from each of its own stocks it would go the same way again.
// A flow is looked at on its way into an event; what leads out of the event, the same record tells.
// param lot     integer        lot number
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// param from    integer|null   epoch day; null for all dates
// param to      integer|null   epoch day
// returns       lots, locations, events, organizations
// plan          VarLengthExpand(Pruning,BFS,All)
CALL () {
  MATCH (lot:Lot {no: $lot})-[:HELD_AS]->(start:Stock)
  USING INDEX SEEK lot:Lot(no)
  WHERE EXISTS {
    MATCH (start)-[f:FLOWS_TO]-(:CTE)
    WHERE (f.recorded_by IN $orgs OR $viewer IN f.counterparties
      OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
      AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
  }
  RETURN start AS reached
  UNION
  MATCH (lot:Lot {no: $lot})-[:HELD_AS]->(start:Stock)<-[f:FLOWS_TO]-(reached:CTE)
  USING INDEX SEEK lot:Lot(no)
  WHERE (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
    AND ($from IS NULL OR f.on IS NULL OR $from <= f.on <= $to)
  RETURN reached
  UNION
  MATCH (lot:Lot {no: $lot})-[:HELD_AS]->(start:Stock)<-[f:FLOWS_TO]-(:CTE)<-[:FLOWS_TO]-(source:Stock)
  USING INDEX SEEK lot:Lot(no)
  WHERE source.lot <> $lot
    AND (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
    AND ($from IS NULL OR f.on IS NULL OR $from <= f.on <= $to)
  WITH DISTINCT source
  MATCH (source)<-[flows:FLOWS_TO*0..]-(reached)
  WHERE all(f IN flows WHERE endNode(f):CTE OR (
      (f.recorded_by IN $orgs OR $viewer IN f.counterparties
      OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
      AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
      AND ($from IS NULL OR f.on IS NULL OR $from <= f.on <= $to)))
  RETURN reached
}
WITH DISTINCT reached
RETURN count(DISTINCT CASE WHEN reached:Stock THEN reached.lot END) AS lots,
       count(DISTINCT reached.place) AS locations, count(CASE WHEN reached:CTE THEN 1 END) AS events,
       count(DISTINCT reached.recorded_by) AS organizations
