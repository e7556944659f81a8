// The neighbourhoods in which records have open findings.
// param records list<integer> record numbers
// returns  scopes
// replan skip
UNWIND $records AS no
MATCH (f:Finding {record: no})
USING INDEX SEEK f:Finding(record)
WHERE f.scope IS NOT NULL AND f.state = 'open'
RETURN collect(DISTINCT f.scope) AS scopes
