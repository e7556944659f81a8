// The neighbourhoods in which records have open findings, and those of the records they made, or make, a circle with.
// param records list<integer> record numbers
// returns  scopes
// replan skip
UNWIND $records AS no
MATCH (f:Finding {record: no})
USING INDEX SEEK f:Finding(record)
WHERE f.scope IS NOT NULL AND (f.state = 'open' OR f.rule = 'V-X-18')
UNWIND [f.scope] + CASE f.rule WHEN 'V-X-18' THEN [other IN f.others | 'circle:' + toString(other)] ELSE [] END AS scope
RETURN collect(DISTINCT scope) AS scopes
