// Lots with the visible record that assigned their code, else the earliest that speaks of them.
// param lots    list<integer>  lot numbers
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// param assigning  list<string>  CTE types that create a traceability lot code
// returns       no, id, kind, gtin, lot_number, code, record, speaks   record is JSON or null; speaks: it is about
// returns       the lot and does not just use it up
// plan          NodeUniqueIndexSeek
UNWIND $lots AS no
MATCH (lot:Lot {no: no})
USING INDEX SEEK lot:Lot(no)
CALL (lot) {
  MATCH (lot)-[:HELD_AS]->(:Stock)-[f:FLOWS_TO]-(c:CTE)
  WHERE (f.recorded_by IN $orgs OR $viewer IN f.counterparties
      OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
      AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
  WITH DISTINCT c, c.lot = lot.no AS speaks
  ORDER BY speaks DESC, c.cte_type IN $assigning DESC, c.on, c.recorded_at, c.no
  LIMIT 1
  RETURN collect({record: c.record, speaks: speaks}) AS best
}
RETURN lot.no AS no, lot.id AS id, lot.kind AS kind, lot.gtin AS gtin, lot.lot_number AS lot_number,
       lot.tlc_match AS code, head(best).record AS record, coalesce(head(best).speaks, false) AS speaks
