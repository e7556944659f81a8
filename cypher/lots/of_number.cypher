// Lots of one lot number that the caller may see a record of, or that its catalogue holds.
// param lot_number  string         exactly as typed
// param gtins       list<string>|null  14 digits; only lots of these, null for any
// param viewer      integer        the caller's organization
// param orgs        list<integer>  organizations whose records are visible
// param grants      list<map>      restricted grants {org, gtins, from, to}
// param status      string|null    active, archived or recalled, as the caller's catalogue says; null for any
// param unprinted   boolean        only lots of which the caller's catalogue knows no label
// param from        integer|null   epoch day; lots that expire then or later
// param to          integer|null   epoch day; lots that expire then or earlier
// param direction   integer        1 oldest first, -1 newest first
// param skip        integer        lots before the page
// param limit       integer        lots on the page
// returns           total, lots    count, and the lot numbers of the page
CALL () {
  MATCH (l:Lot {lot_number: $lot_number}) RETURN l
  UNION
  MATCH (own:CatalogueLot {lot_number: $lot_number})-[:OF]->(l:Lot)
  WHERE own.organization = $viewer
  RETURN l
}
WITH l
WHERE ($gtins IS NULL OR l.gtin IN $gtins)
CALL (l) {
  MATCH (l)-[:HELD_AS]->(:Stock)-[f:FLOWS_TO]-(c:CTE)
  WHERE f.recorded_by IN $orgs OR $viewer IN f.counterparties
     OR any(g IN $grants WHERE g.org = f.recorded_by AND g.from <= f.on <= g.to AND (g.gtins IS NULL OR f.gtin IN g.gtins))
  RETURN min(coalesce(f.recorded_at, f.known_from)) AS seen, min(c.no) AS record
}
OPTIONAL MATCH (l)<-[:OF]-(own:CatalogueLot {organization: $viewer})
WITH l, own, coalesce(own.position, record, 0) AS place,
     CASE WHEN seen IS NULL OR own.created_at < seen THEN own.created_at ELSE seen END AS since
WHERE since IS NOT NULL
  AND ($status IS NULL OR coalesce(own.status, 'active') = $status)
  AND (NOT $unprinted OR coalesce(own.label_print_count, 0) = 0)
  AND ($from IS NULL OR own.expiry_date >= $from) AND ($to IS NULL OR own.expiry_date <= $to)
// By when the viewer came to know of it: the lot's own number would tell that others knew of it before.
WITH l.no AS no, l.id AS id, since, place ORDER BY since * $direction, place * $direction, id
WITH collect(no) AS found
RETURN size(found) AS total, found[$skip..$skip + $limit] AS lots
