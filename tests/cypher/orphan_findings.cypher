// Findings that hold though their record or quarantined row does not.
// returns id, rule
MATCH (f:Finding)
WHERE f.state = 'open'
OPTIONAL MATCH (c:CTE {no: f.record})
OPTIONAL MATCH (q:Quarantined {id: f.quarantined})
WITH f, c, q
WHERE (f.record IS NOT NULL AND (c IS NULL OR c.superseded_at <> 9223372036854775807))
  OR (f.quarantined IS NOT NULL AND (q IS NULL OR coalesce(q.state, 'open') <> 'open'))
RETURN f.id AS id, f.rule AS rule
