// Stocks of lots with the same code as these where the source of one of them is unstated.
// param lots    list<integer>  lot numbers
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// param from    integer|null   epoch day; null for all dates
// param to      integer|null   epoch day
// returns       lot, stock, other, place   one row a stock of another lot
// plan          NodeIndexSeek
UNWIND $lots AS no
MATCH (lot:Lot {no: no})
USING INDEX SEEK lot:Lot(no)
WHERE lot.tlc_match IS NOT NULL
MATCH (other:Lot {tlc_match: lot.tlc_match})-[:HELD_AS]->(stock:Stock)
USING INDEX SEEK other:Lot(tlc_match)
WHERE other.no <> lot.no AND 'provisional' IN [lot.kind, other.kind]
  AND EXISTS {
    MATCH (stock)-[f:FLOWS_TO]-(:CTE)
    WHERE (f.recorded_by IN $orgs OR $viewer IN f.counterparties
      OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
      AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
      AND ($from IS NULL OR f.on IS NULL OR $from <= f.on <= $to)
  }
RETURN lot.no AS lot, stock.no AS stock, other.no AS other, stock.place AS place
ORDER BY lot, stock
