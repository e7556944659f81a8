// How much of each lot came into being and was used up at each place.
// param lots    list<integer>  lot numbers
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// returns       lot, place, made, unit, quantity   one row a place, side and unit; made is false for what was used up
// plan          NodeUniqueIndexSeek
UNWIND $lots AS no
MATCH (lot:Lot {no: no})-[:HELD_AS]->(stock:Stock)-[f:FLOWS_TO]-(c:CTE)
USING INDEX SEEK lot:Lot(no)
WHERE NOT c.cte_type IN ['shipping', 'receiving'] AND f.quantity IS NOT NULL
    AND (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND f.recorded_at <= $at < f.superseded_at
WITH lot, stock, f, c, startNode(f) = c AS made
WHERE made OR c.cte_type <> 'receiving_exempt_source'
RETURN lot.no AS lot, stock.place AS place, made, f.unit AS unit, sum(f.quantity) AS quantity
ORDER BY lot, place, made, unit
