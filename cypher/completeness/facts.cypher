// Standing records that the viewer may see, counted by who recorded them, kind, place, parties and what they lack.
// param viewer    integer        organization number of the caller
// param orgs      list<integer>  organizations whose records are visible whole
// param grants    list<map>      restricted grants {org, gtins, from, to}
// param recorders list<integer>  organizations of which records may be visible without naming the viewer
// param types     list<string>   CTE types that count
// param from      integer        epoch day, or null for all dates
// param to        integer        epoch day, or null for all dates
// param rules     list<string>   rules by which a data element is missing
// param lotless   list<string>   CTE types that owe no lot code
// param own       list<string>   CTE types whose place is the lot code source
// returns recorded_by, cte_type, place, parties, sources   numbers of places; place may be null; sources are parties
// returns lacks, owes, tlc, source, records, sample   lacks: fields; owes, tlc, source: booleans of the lot code and its
// returns source; sample: the number of one of the records
CALL () {
  UNWIND $recorders AS recorder
  MATCH (:Capture {recorded_by: recorder})-[:STATES]->(c:CTE)
  WHERE c.recorded_by = recorder
  RETURN c
  UNION
  MATCH (:Organization {no: $viewer})-[:OPERATES]->(:Location)<-[:AT]-(:Stock)-[:FLOWS_TO]-(c:CTE)
  RETURN c
  UNION
  MATCH (:Organization {no: $viewer})-[:OPERATES]->(p:Location)
  MATCH (:Clue {key: 'party:' + toString(p.no)})<-[:DEPENDS_ON]-(c:CTE)
  RETURN c
}
WITH c
WHERE (c.recorded_by IN $orgs OR $viewer IN c.counterparties
   OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to AND (g.gtins IS NULL OR c.gtin IN g.gtins)))
  AND c.superseded_at = 9223372036854775807 AND c.cte_type IN $types
  AND ($from IS NULL OR c.on >= $from) AND ($to IS NULL OR c.on <= $to)
WITH c,
  COLLECT { MATCH (c)<-[:FLOWS_TO]-(s:Stock) RETURN DISTINCT s.place ORDER BY s.place } AS tails,
  COLLECT { MATCH (c)-[:FLOWS_TO]->(s:Stock) RETURN DISTINCT s.place ORDER BY s.place } AS heads,
  COLLECT {
    MATCH (c)-[:DEPENDS_ON]->(k:Clue) WHERE k.key STARTS WITH 'party:'
    RETURN DISTINCT toInteger(substring(k.key, 6)) AS no ORDER BY no
  } AS named,
  COLLECT {
    MATCH (f:Finding {record: c.no})
    WHERE f.state = 'open' AND f.severity <> 'info' AND f.rule IN $rules AND f.field IS NOT NULL
    WITH split(f.field, '.') AS path
    RETURN DISTINCT split(CASE WHEN path[0] STARTS WITH 'received[' OR path[0] STARTS WITH 'inputs[' THEN path[1]
                               ELSE path[0] END, '[')[0] AS field
    ORDER BY field
  } AS lacks
WITH c, lacks, named, tails, heads,
  CASE WHEN c.cte_type = 'shipping' THEN tails[0] ELSE heads[0] END AS place
WITH c, lacks, place,
  [no IN tails + heads + named WHERE place IS NULL OR no <> place] AS parties,
  [no IN CASE WHEN size(tails) > 0 OR c.cte_type = 'cooling' THEN tails ELSE named END
   WHERE place IS NULL OR no <> place] AS sources,
  NOT c.cte_type IN $lotless
    AND NOT (c.cte_type = 'receiving_exempt_source' AND c.record CONTAINS '"retail_food_establishment":true')
    // A row of seeds alone owes no lot code; one of a packing that lacks it has a finding.
    AND NOT (c.cte_type = 'initial_packing_sprouts' AND c.tlc IS NULL AND NOT 'tlc' IN lacks) AS owes,
  c.tlc IS NOT NULL AS tlc,
  c.cte_type IN $own OR c.record CONTAINS '"tlc_source":' OR c.record CONTAINS '"tlc_source_reference":' AS source
RETURN c.recorded_by AS recorded_by, c.cte_type AS cte_type, place, parties, sources, lacks, owes, tlc, source,
       count(*) AS records, min(c.no) AS sample
