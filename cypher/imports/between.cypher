// Open findings that judging between records left about the records of an import, as far as they are in view.
// param capture   string         capture id
// param alone     list<string>   rules of single records that are judged when a record is kept
// param viewer    integer        organization number of the importer
// param orgs      list<integer>  organizations whose records are visible
// param grants    list<map>      restricted grants {org, gtins, from, to}
// param limit     integer        findings told
// returns total, findings   a number, and maps {record_id, rule, severity, field, value, message, hint}, the gravest first;
// returns record_id is of this import: the record a finding is told of, else one it names
MATCH (d:Capture {id: $capture})
CALL (d) {
  MATCH (d)-[:STATES]->(c:CTE)
  MATCH (f:Finding {record: c.no})
  WHERE f.state = 'open' AND (f.scope IS NOT NULL OR f.rule IN $alone)
  RETURN f, c
  UNION
  MATCH (d)-[:STATES]->(o:CTE)
  OPTIONAL MATCH (l:Lot {no: o.lot})
  UNWIND [no IN coalesce(o.judged_lots, []) | 'lot:' + no] + ['event:' + o.natural_key, 'mate:' + o.mate, 'lane:' + o.lane,
    'code:' + l.tlc_match] + COLLECT { MATCH (o)-[:GIVES]->(k:Clue) WHERE left(k.key, 5) = 'crop:' RETURN k.key } AS scope
  WITH DISTINCT d, scope
  MATCH (f:Finding {scope: scope})
  WHERE f.state = 'open' AND f.record IS NOT NULL AND NOT EXISTS { (:CTE {no: f.record})<-[:STATES]-(d) }
  WITH d, f, COLLECT { UNWIND f.others AS no MATCH (c:CTE {no: no})<-[:STATES]-(d) RETURN c } AS named
  WHERE size(named) > 0
  RETURN f, named[0] AS c
}
WITH DISTINCT f, c
WHERE c.recorded_by = $viewer AND f.record = c.no AND size(coalesce(f.others, [])) = 0 OR NOT EXISTS {
  UNWIND coalesce(f.others, []) + f.record AS no
  MATCH (o:CTE {no: no})
  WHERE NOT coalesce(o.recorded_by IN $orgs OR $viewer IN o.counterparties
    OR any(g IN $grants WHERE g.org = o.recorded_by AND g.from <= o.on <= g.to AND (g.gtins IS NULL OR o.gtin IN g.gtins)),
    false)
}
WITH f, c
ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, c.position, c.no, f.rule, f.id
WITH collect({f: f, c: c}) AS found
RETURN size(found) AS total, [each IN found[..$limit] | {record_id: each.c.id, rule: each.f.rule, severity: each.f.severity,
  field: each.f.field, value: each.f.value, message: each.f.message, hint: each.f.hint}] AS findings
