// Findings of records that hold, by what they are about whatever numbers a graph gave out.
// returns rule, severity, record, others, field, keys, recorder   record and others: content keys; keys: of a place
MATCH (f:Finding)
WHERE f.state = 'open' AND f.quarantined IS NULL
OPTIONAL MATCH (c:CTE {no: f.record})
RETURN f.rule AS rule, f.severity AS severity, c.key AS record, f.field AS field, f.recorded_by AS recorder,
       COLLECT { UNWIND f.others AS no MATCH (o:CTE {no: no}) RETURN o.key } AS others,
       COLLECT { MATCH (k:PlaceKey)-[:OF]->(:Location {no: f.place}) RETURN k.key } AS keys
