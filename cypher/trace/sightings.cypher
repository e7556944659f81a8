// Where visible records put these lots, and which of those places their movements connect.
// param lots    list<integer>  lot numbers
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// param from    integer|null   epoch day; null for all dates
// param to      integer|null   epoch day
// returns       lot, stocks, places, moves   one row a lot; moves are pairs of its stocks joined by an event
// plan          NodeUniqueIndexSeek
UNWIND $lots AS no
MATCH (lot:Lot {no: no})-[:HELD_AS]->(stock:Stock)
USING INDEX SEEK lot:Lot(no)
WHERE EXISTS {
  MATCH (stock)-[f:FLOWS_TO]-(:CTE)
  WHERE (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
    AND ($from IS NULL OR f.on IS NULL OR $from <= f.on <= $to)
}
WITH lot, collect(stock) AS held
RETURN lot.no AS lot, [s IN held | s.no] AS stocks, [s IN held | s.place] AS places,
       COLLECT {
         UNWIND held AS tail
         MATCH (tail)-[f:FLOWS_TO]->(event:CTE)-[:FLOWS_TO]->(head:Stock {lot: lot.no})
         WHERE (f.recorded_by IN $orgs OR $viewer IN f.counterparties
           OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
           AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
           AND ($from IS NULL OR f.on IS NULL OR $from <= f.on <= $to)
         RETURN DISTINCT [tail.no, head.no]
       } AS moves
