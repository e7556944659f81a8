// To where and when lots left places, as far as the caller may see.
// param stocks  list<integer>  stock numbers
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// returns       stock, other, on   one row a place on the far side and day; on: epoch day or null
// plan          NodeUniqueIndexSeek
UNWIND $stocks AS no
MATCH (stock:Stock {no: no})
USING INDEX SEEK stock:Stock(no)
MATCH (stock)-[f:FLOWS_TO]->(c:CTE)-[:FLOWS_TO]->(far:Stock)
WHERE (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
RETURN DISTINCT stock.no AS stock, far.place AS other, f.on AS on
ORDER BY stock, on, other
