// Open findings of some records, as far as the viewer may see everything they speak of; the gravest first.
// param records list<integer>  record numbers, in view
// param left_out list<string> rules that are not asked for
// param viewer  integer        the organization the file is for
// param orgs    list<integer>  organizations whose records are visible whole
// param grants  list<map>      restricted grants {org, gtins, from, to}
// returns record, rule, severity, field, value, message, hint, section
UNWIND $records AS no
MATCH (f:Finding {record: no})
WHERE f.state = 'open' AND NOT f.rule IN $left_out AND NOT EXISTS {
  UNWIND f.others AS other
  MATCH (o:CTE {no: other})
  WHERE NOT coalesce(o.recorded_by IN $orgs OR $viewer IN o.counterparties
    OR any(g IN $grants WHERE g.org = o.recorded_by AND g.from <= o.on <= g.to AND (g.gtins IS NULL OR o.gtin IN g.gtins)),
    false)
}
RETURN no AS record, f.rule AS rule, f.severity AS severity, f.field AS field, f.value AS value, f.message AS message,
       f.hint AS hint, f.section AS section
ORDER BY CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.rule, f.field, f.id
