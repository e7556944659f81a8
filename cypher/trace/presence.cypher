// Which lots visible records put at these places, and on which days.
// param places  list<integer>  place numbers
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// param at      integer        epoch ms; records known by then and not yet superseded
// param from    integer|null   epoch day; null for all dates
// param to      integer|null   epoch day
// returns       stocks, lots, places, days   parallel lists, one entry a stock and day; undated records say nothing
// plan          NodeUniqueIndexSeek
UNWIND $places AS no
MATCH (place:Location {no: no})<-[:AT]-(stock:Stock)-[f:FLOWS_TO]-(:CTE)
USING INDEX SEEK place:Location(no)
WHERE f.on IS NOT NULL AND (f.recorded_by IN $orgs OR $viewer IN f.counterparties
    OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins)))
    AND (f.recorded_at <= $at OR f.known_from <= $at < f.superseded_at)
    AND ($from IS NULL OR f.on IS NULL OR $from <= f.on <= $to)
WITH DISTINCT stock, f.on AS day
RETURN collect(stock.no) AS stocks, collect(stock.lot) AS lots, collect(stock.place) AS places, collect(day) AS days
