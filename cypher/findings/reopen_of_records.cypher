// Records that stand again have the findings of their own again.
// param records list<integer> record numbers
// replan skip
UNWIND $records AS no
MATCH (f:Finding {record: no})
USING INDEX SEEK f:Finding(record)
WHERE f.state = 'closed' AND f.closed_by = 'corrected' AND f.scope IS NULL
SET f.state = 'open', f.closed_at = null, f.closed_by = null
