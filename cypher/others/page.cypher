// One page of the records beside the critical tracking events that the viewer may see, and how many there are.
// param viewer        integer        organization number of the caller
// param orgs          list<integer>  organizations whose records are visible whole
// param grants        list<map>      restricted grants {org, gtins, from, to}
// param types         list<string>   record types
// param clue          string         clue of a lot code, or null for all
// param recorded_by   string         id of an organization, or null for all
// param from          integer        first epoch day, or null; records without a date then do not count
// param to            integer        last epoch day, or null; as above
// param standing      boolean        true for those that stand, false for those that stand no longer, null for all
// param order_by      string         property to sort by
// param descending    boolean        last first
// param skip          integer        records to leave out
// param limit         integer        records to return
// returns total, records   a number and a list of maps {id, event_id, record_type, on, record, recorded_by, recorded_at,
// returns superseded_at}   on: epoch day or null; record: JSON
MATCH (c:OtherRecord)
WHERE (c.recorded_by IN $orgs OR $viewer IN c.counterparties
   OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to AND (g.gtins IS NULL OR c.gtin IN g.gtins)))
  AND c.cte_type IN $types
  AND ($clue IS NULL OR EXISTS { (c)-[:GIVES]->(:Clue {key: $clue}) })
  AND ($from IS NULL OR c.on >= $from)
  AND ($to IS NULL OR c.on <= $to)
  AND ($standing IS NULL OR (c.superseded_at = 9223372036854775807) = $standing)
MATCH (o:Organization {no: c.recorded_by})
WHERE $recorded_by IS NULL OR o.id = $recorded_by
WITH c, o, c[$order_by] AS by
ORDER BY by IS NULL, CASE WHEN $descending THEN null ELSE by END, CASE WHEN $descending THEN by END DESC, c.no
WITH collect({c: c, o: o}) AS found
RETURN size(found) AS total, [f IN found[$skip..($skip + $limit)] | {
  id: f.c.id, event_id: f.c.event_id, record_type: f.c.cte_type, on: f.c.on, record: f.c.record,
  recorded_by: f.o.name, recorded_at: f.c.recorded_at, superseded_at: f.c.superseded_at
}] AS records
