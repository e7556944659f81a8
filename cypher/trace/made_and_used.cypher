// How much of each lot came into being and was used up at each place.
// param lots    list<integer>  lot numbers
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// returns       lot, match, place, made, cte_type, unit, quantity, on, recorded_by, record   one row a record and side; made is
// returns       false for what was used up; match: the lot's code; on: epoch day; record: JSON
// plan          NodeUniqueIndexSeek
UNWIND $lots AS no
MATCH (lot:Lot {no: no})-[:HELD_AS]->(stock:Stock)-[f:FLOWS_TO]-(c:CTE)
USING INDEX SEEK lot:Lot(no)
WHERE NOT c.cte_type IN ['shipping', 'receiving'] AND f.quantity IS NOT NULL
    AND (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
WITH lot, stock, f, c, startNode(f) = c AS made
WHERE made OR c.cte_type <> 'receiving_exempt_source'
RETURN lot.no AS lot, lot.tlc_match AS match, stock.place AS place, made, c.cte_type AS cte_type, f.unit AS unit,
       f.quantity AS quantity, f.on AS on, f.recorded_by AS recorded_by, c.record AS record
ORDER BY lot, place, c.no, made
