// What a record superseded and what superseded it, as far as the viewer may see.
// param record integer        record number
// param viewer integer        organization number of the caller
// param orgs   list<integer>  organizations whose records are visible
// param grants list<map>      restricted grants
// returns  id, event_id, relation, recorded_at, reason   relation is supersedes, superseded_by or voided
MATCH (it:CTE {no: $record})
CALL (it) {
  MATCH (c:CTE {no: it.superseded_by}) RETURN c, 'superseded_by' AS relation
  UNION
  MATCH (c:CTE {event_id: it.supersedes}) WHERE c.superseded_by = it.no RETURN c, 'supersedes' AS relation
  UNION
  MATCH (c:CTE {id: it.supersedes}) WHERE c.superseded_by = it.no RETURN c, 'supersedes' AS relation
  UNION
  MATCH (:EventName {event_id: it.supersedes})-[:NAMES]->(c:CTE) WHERE c.superseded_by = it.no
  RETURN c, 'supersedes' AS relation
  UNION
  MATCH (c:CTE {no: it.no}) WHERE c.void_reason IS NOT NULL RETURN c, 'voided' AS relation
}
WITH c, relation
WHERE c.recorded_by IN $orgs OR $viewer IN c.counterparties
   OR any(g IN $grants WHERE g.org = c.recorded_by AND g.from <= c.on <= g.to AND (g.gtins IS NULL OR c.gtin IN g.gtins))
RETURN c.id AS id, c.event_id AS event_id, relation,
       CASE relation WHEN 'voided' THEN c.superseded_at ELSE c.recorded_at END AS recorded_at,
       CASE relation WHEN 'voided' THEN c.void_reason END AS reason
ORDER BY recorded_at, c.no
