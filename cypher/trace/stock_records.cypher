// A few visible records about each of these stocks, the latest first.
// param stocks  list<integer>  stock numbers
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// returns       place, record   one row a record, as JSON
// plan          NodeUniqueIndexSeek
UNWIND $stocks AS no
MATCH (stock:Stock {no: no})
USING INDEX SEEK stock:Stock(no)
CALL (stock) {
  MATCH (stock)-[f:FLOWS_TO]-(c:CTE)
  WHERE (f.recorded_by IN $orgs OR $viewer IN f.counterparties
      OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
      AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
  WITH DISTINCT c ORDER BY c.on DESC, c.no DESC LIMIT 4
  RETURN c
}
RETURN stock.place AS place, c.record AS record
