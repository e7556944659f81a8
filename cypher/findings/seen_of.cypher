// Findings of some records and quarantined rows, as far as they are in the caller's view.
// param records   list<integer>  record numbers
// param rows      list<string>   ids of quarantined rows
// param viewer    integer        the caller's organization
// param orgs      list<integer>  organizations whose records are visible
// param grants    list<map>      restricted grants {org, gtins, from, to}
// param states    list<string>   open, closed
// param rule      string         or null for all
// param severity  string         or null for all
// param cte_type  string         or null for all
// param from      integer        epoch day of the event, included; or null
// param to        integer        epoch day of the event, included; or null
// param q         string         text in message, value or event id, lower case; or null
// param place     integer        number of a place where food of the record was; or null
// param partner   integer        number of an organization that recorded it or that it names; or null
// param named     string         regular expression for the record's text; or null
// param order_by  string         found_at, on, rule or severity
// param downwards boolean        whether the greatest comes first
// param skip      integer        findings before the page
// param limit     integer        findings on the page
// returns total, ids, counts   counts: maps {rule, severity, state, number}
CALL () {
  UNWIND $records AS no
  MATCH (f:Finding {record: no})
  WHERE f.state IN $states
  RETURN f
  UNION
  UNWIND $rows AS id
  MATCH (f:Finding {quarantined: id})
  WHERE f.state IN $states
  RETURN f
}
WITH f
WHERE ($rule IS NULL OR f.rule = $rule) AND ($severity IS NULL OR f.severity = $severity)
  AND ($cte_type IS NULL OR f.cte_type = $cte_type) AND ($from IS NULL OR f.on >= $from) AND ($to IS NULL OR f.on <= $to)
  AND ($q IS NULL OR toLower(coalesce(f.event_id, '') + ' ' + f.message + ' ' + coalesce(f.value, '')) CONTAINS $q)
OPTIONAL MATCH (c:CTE {no: f.record})
WITH f, c
WHERE (c IS NULL AND (f.recorded_by = $viewer OR f.quarantined IS NULL AND f.recorded_by IN $orgs)
    OR c.recorded_by IN $orgs OR $viewer IN c.counterparties
    OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to AND (g.gtins IS NULL OR c.gtin IN g.gtins)))
  AND NOT EXISTS {
    UNWIND f.others AS no
    MATCH (o:CTE {no: no})
    WHERE NOT coalesce(o.recorded_by IN $orgs OR $viewer IN o.counterparties
      OR any(g IN $grants WHERE g.org = o.recorded_by AND g.from <= o.on <= g.to AND (g.gtins IS NULL OR o.gtin IN g.gtins)),
      false)
  }
  AND ($place IS NULL OR f.place = $place OR EXISTS { (c)-[:FLOWS_TO]-(:Stock {place: $place}) })
  AND ($partner IS NULL OR $partner IN c.counterparties OR c.recorded_by = $partner AND $partner <> $viewer)
  AND ($named IS NULL OR c.record =~ $named)
WITH f, CASE $order_by
  WHEN 'severity' THEN CASE f.severity WHEN 'error' THEN 3 WHEN 'warning' THEN 2 ELSE 1 END
  WHEN 'rule' THEN f.rule
  WHEN 'on' THEN coalesce(f.on, 0)
  ELSE coalesce(f.reopened_at, f.found_at)
END AS rank
ORDER BY rank, f.found_at, f.id
WITH collect(f) AS found
CALL (found) {
  UNWIND found AS f
  WITH f.rule AS rule, f.severity AS severity, f.state AS state, count(*) AS number
  RETURN collect({rule: rule, severity: severity, state: state, number: number}) AS counts
}
WITH CASE WHEN $downwards THEN reverse(found) ELSE found END AS found, counts
RETURN size(found) AS total, [f IN found[$skip..$skip + $limit] | f.id] AS ids, counts
