// A row if the caller may see a record of the lot, live or superseded.
// param lot     integer        lot number
// param viewer  integer        the caller's organization
// param orgs    list<integer>  organizations whose records are visible
// param grants  list<map>      restricted grants {org, gtins, from, to}
// returns       visible        true
MATCH (:Lot {no: $lot})-[:HELD_AS]->(:Stock)-[f:FLOWS_TO]-(:CTE)
WHERE f.recorded_by IN $orgs OR $viewer IN f.counterparties
   OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins))
RETURN true AS visible
LIMIT 1
