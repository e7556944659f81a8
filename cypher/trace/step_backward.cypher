// What lies one event upstream of these stocks.
// param stocks  list<integer>  stock numbers
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// param from    integer|null   epoch day; null for all dates
// param to      integer|null   epoch day
// returns       stocks, events, days, recorders, event_lots, onward, lots, places   parallel lists, one entry a stock, event and
// returns       next stock; onward, lots and places -1 where the event leads nowhere, days -1 where undated
// plan          NodeUniqueIndexSeek
UNWIND $stocks AS no
MATCH (stock:Stock {no: no})<-[f:FLOWS_TO]-(event:CTE)
USING INDEX SEEK stock:Stock(no)
WHERE (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
    AND ($from IS NULL OR f.on IS NULL OR $from <= f.on <= $to)
WITH stock, event
OPTIONAL MATCH (event)<-[:FLOWS_TO]-(next:Stock)
RETURN collect(stock.no) AS stocks, collect(event.no) AS events, collect(coalesce(event.on, -1)) AS days,
       collect(event.recorded_by) AS recorders, collect(coalesce(event.lot, -1)) AS event_lots,
       collect(coalesce(next.no, -1)) AS onward, collect(coalesce(next.lot, -1)) AS lots,
       collect(coalesce(next.place, -1)) AS places
