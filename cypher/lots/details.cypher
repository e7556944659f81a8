// What the records that the caller may see, and its own catalogue, say of some lots.
// param lots       list<integer>  lot numbers
// param assigning  list<string>   CTE types that create a traceability lot code
// param viewer     integer        the caller's organization
// param orgs       list<integer>  organizations whose records are visible
// param grants     list<map>      restricted grants {org, gtins, from, to}
// returns          no, id, kind, gtin, lot_number, code   the lot, code being the match form
// returns          records, first_on, last_on             how many records stand, and between which epoch days
// returns          held, product, product_id, brand_id    what the catalogue says of the lot and its product, or null
// returns          own, record                            whether the record that says most speaks of the lot; its JSON
UNWIND $lots AS no
MATCH (l:Lot {no: no})
CALL (l) {
  MATCH (l)-[:HELD_AS]->(:Stock)-[f:FLOWS_TO]-(c:CTE)
  WHERE f.recorded_by IN $orgs OR $viewer IN f.counterparties
     OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins))
  WITH DISTINCT l, c
  WITH c, c.superseded_at = 9223372036854775807 AS live, c.lot = l.no AS own,
       c.lot = l.no AND c.cte_type IN $assigning AS assigns
  ORDER BY live DESC, assigns DESC, own DESC, c.recorded_at, c.no
  WITH collect({record: c.record, own: own})[0] AS best, sum(CASE WHEN live THEN 1 ELSE 0 END) AS records,
       min(CASE WHEN live THEN c.on END) AS first_on, max(CASE WHEN live THEN c.on END) AS last_on
  RETURN best, records, first_on, last_on
}
OPTIONAL MATCH (l)<-[:OF]-(held:CatalogueLot {organization: $viewer})
OPTIONAL MATCH (p:Product {key: toString($viewer) + ':' + l.gtin})
RETURN no, l.id AS id, l.kind AS kind, l.gtin AS gtin, l.lot_number AS lot_number, l.tlc_match AS code,
       records, first_on, last_on, coalesce(best.own, false) AS own, best.record AS record,
       held {.*} AS held, p.product_name AS product, p.id AS product_id, head([(p)-[:OF_BRAND]->(b:Brand) | b.id]) AS brand_id
