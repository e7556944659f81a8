// What shippers and receivers say of how much of each lot moved from place to place.
// param lots    list<integer>  lot numbers
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// returns       lot, from_place, to_place, cte_type, unit, quantity, on, recorded_by, record   one row a
// returns       movement told; on: epoch day; record: JSON
// plan          NodeUniqueIndexSeek
UNWIND $lots AS no
MATCH (lot:Lot {no: no})-[:HELD_AS]->(tail:Stock)-[f:FLOWS_TO]->(c:CTE)-[:FLOWS_TO]->(head:Stock)
USING INDEX SEEK lot:Lot(no)
WHERE c.cte_type IN ['shipping', 'receiving'] AND f.quantity IS NOT NULL
    AND (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
RETURN lot.no AS lot, tail.place AS from_place, head.place AS to_place, c.cte_type AS cte_type, f.unit AS unit,
       f.quantity AS quantity, f.on AS on, f.recorded_by AS recorded_by, c.record AS record
ORDER BY lot, from_place, to_place, c.no
