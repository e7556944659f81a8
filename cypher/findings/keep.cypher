// Keep findings: new ones, and those that hold again or say something else now.
// param rows list<map> properties of a finding
// replan skip
UNWIND $rows AS row
MERGE (f:Finding {id: row.id})
ON CREATE SET f = row
ON MATCH SET f.reopened_at = CASE f.state WHEN 'closed' THEN row.found_at ELSE f.reopened_at END,
  f.state = 'open', f.closed_at = null, f.closed_by = null, f.severity = row.severity, f.value = row.value,
  f.message = row.message, f.hint = row.hint, f.others = row.others, f.event_id = row.event_id, f.on = row.on
