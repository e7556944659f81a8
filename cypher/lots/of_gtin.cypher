// Lots of one GTIN that the caller may see a record of.
// param gtin        string         14 digits
// param viewer      integer        the caller's organization
// param orgs        list<integer>  organizations whose records are visible
// param grants      list<map>      restricted grants {org, gtins, from, to}
// param direction   integer        1 oldest first, -1 newest first
// param skip        integer        lots before the page
// param limit       integer        lots on the page
// returns           total, lots    count, and the lot numbers of the page
MATCH (l:Lot {gtin: $gtin})
WHERE true
  AND EXISTS {
    MATCH (l)-[:HELD_AS]->(:Stock)-[f:FLOWS_TO]-(:CTE)
    WHERE f.recorded_by IN $orgs OR $viewer IN f.counterparties
       OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins))
  }
WITH l.no AS no ORDER BY no * $direction
WITH collect(no) AS found
RETURN size(found) AS total, found[$skip..$skip + $limit] AS lots
