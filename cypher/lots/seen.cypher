// Every lot the caller may see a record of, found through the records themselves: those of visible recorders, those
// about places the caller operates, and those that name such a place as the next recipient; and every lot that the
// caller's catalogue holds.
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
  CALL () {
    UNWIND $orgs + [g IN $grants | g.org] AS recorder
    MATCH (:Capture {recorded_by: recorder})-[:STATES]->(c:CTE)
    RETURN c
    UNION
    MATCH (:Organization {no: $viewer})-[:OPERATES]->(:Location)<-[:AT]-(:Stock)-[:FLOWS_TO]-(c:CTE)
    RETURN c
    UNION
    MATCH (:Organization {no: $viewer})-[:OPERATES]->(place:Location)
    MATCH (:Clue {key: 'party:' + place.no})<-[:DEPENDS_ON]-(c:CTE)
    RETURN c
  }
  WITH c
  WHERE c.recorded_by IN $orgs OR $viewer IN c.counterparties
     OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to AND (g.gtins IS NULL OR c.gtin IN g.gtins))
  MATCH (c)-[:FLOWS_TO]-(s:Stock)
  RETURN s.lot AS no, min(c.recorded_at) AS seen, min(c.no) AS place
  UNION
  MATCH (own:CatalogueLot {organization: $viewer})-[:OF]->(l:Lot)
  RETURN l.no AS no, own.created_at AS seen, own.position AS place
}
WITH no, min(seen) AS since, min(place) AS place
OPTIONAL MATCH (own:CatalogueLot {key: toString($viewer) + ':' + toString(no)})
WITH no, own, since, coalesce(own.position, place, 0) AS place
WHERE ($status IS NULL OR coalesce(own.status, 'active') = $status)
  AND (NOT $unprinted OR coalesce(own.label_print_count, 0) = 0)
  AND ($from IS NULL OR own.expiry_date >= $from) AND ($to IS NULL OR own.expiry_date <= $to)
// By when the viewer came to know of it: the lot's own number would tell that others knew of it before.
MATCH (l:Lot {no: no})
WITH no, l.id AS id, since, place ORDER BY since * $direction, place * $direction, id
WITH collect(no) AS found
RETURN size(found) AS total, found[$skip..$skip + $limit] AS lots
