// How many findings are in the caller's view; found as those of a page are.
// param viewer    integer        the caller's organization
// param orgs      list<integer>  organizations whose records are visible
// param grants    list<map>      restricted grants {org, gtins, from, to}
// param states    list<string>   open, closed
// param records   list<integer>  numbers of the records they are of; null for any
// param rows      list<string>   ids of the quarantined rows they are of, beside those of records; null for any
// param rule      string         or null for all
// param severity  string         or null for all
// param cte_type  string         or null for all
// param from      integer        epoch day of the event, included; or null
// param to        integer        epoch day of the event, included; or null
// param q         string         text in message, value or event id, lower case; or null
// param place     integer        number of a place where food of the record was; or null
// param partner   integer        number of an organization that recorded it or that it names; or null
// param named     string         regular expression for the record's text; or null
// returns  rule, severity, state, number
CALL () {
  UNWIND CASE WHEN $records IS NULL THEN $orgs ELSE [] END AS recorder
  UNWIND $states AS state
  MATCH (f:Finding {recorded_by: recorder, state: state})
  WHERE f.quarantined IS NULL OR recorder = $viewer
  RETURN f
  UNION ALL
  CALL () {
    UNWIND [g IN $grants WHERE NOT g.org IN $orgs AND $records IS NULL | g.org] AS recorder
    UNWIND $states AS state
    MATCH (f:Finding {recorded_by: recorder, state: state})
    RETURN f
    UNION
    MATCH (:Organization {no: $viewer})-[:OPERATES]->(:Location)<-[:AT]-(:Stock)-[:FLOWS_TO]-(c:CTE)
    WHERE $records IS NULL AND NOT c.recorded_by IN $orgs
    WITH DISTINCT c
    MATCH (f:Finding {record: c.no})
    RETURN f
    UNION
    MATCH (:Organization {no: $viewer})-[:OPERATES]->(own:Location)
    MATCH (:Clue {key: 'party:' + toString(own.no)})<-[:DEPENDS_ON]-(c:CTE)
    WHERE $records IS NULL AND NOT c.recorded_by IN $orgs
    WITH DISTINCT c
    MATCH (f:Finding {record: c.no})
    RETURN f
    UNION
    UNWIND $records AS no
    MATCH (f:Finding {record: no})
    RETURN f
    UNION
    UNWIND $rows AS id
    MATCH (f:Finding {quarantined: id})
    RETURN f
  }
  WITH f
  WHERE f.state IN $states
  OPTIONAL MATCH (c:CTE {no: f.record})
  WITH f, c
  WHERE c IS NULL AND (f.recorded_by = $viewer OR f.quarantined IS NULL AND f.recorded_by IN $orgs)
    OR c.recorded_by IN $orgs OR $viewer IN c.counterparties
    OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to AND (g.gtins IS NULL OR c.gtin IN g.gtins))
  RETURN f
}
WITH f
WHERE ($rule IS NULL OR f.rule = $rule) AND ($severity IS NULL OR f.severity = $severity)
  AND ($cte_type IS NULL OR f.cte_type = $cte_type) AND ($from IS NULL OR f.on >= $from) AND ($to IS NULL OR f.on <= $to)
  AND ($q IS NULL OR toLower(coalesce(f.event_id, '') + ' ' + f.message + ' ' + coalesce(f.value, '')) CONTAINS $q)
  AND ($place IS NULL OR f.place = $place OR EXISTS { MATCH (:CTE {no: f.record})-[:FLOWS_TO]-(:Stock {place: $place}) })
  AND ($partner IS NULL AND $named IS NULL OR EXISTS {
    MATCH (c:CTE {no: f.record})
    WHERE ($partner IS NULL OR $partner IN c.counterparties OR c.recorded_by = $partner AND $partner <> $viewer)
      AND ($named IS NULL OR c.record =~ $named)
  })
  AND (size(coalesce(f.others, [])) = 0 OR NOT EXISTS {
    UNWIND f.others AS no
    MATCH (o:CTE {no: no})
    WHERE NOT coalesce(o.recorded_by IN $orgs OR $viewer IN o.counterparties
      OR any(g IN $grants WHERE g.org = o.recorded_by AND g.from <= o.on <= g.to AND (g.gtins IS NULL OR o.gtin IN g.gtins)),
      false)
  })
RETURN f.rule AS rule, f.severity AS severity, f.state AS state, count(*) AS number
