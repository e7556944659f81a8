// Findings of neighbourhoods as they are stored.
// param scopes list<string> names of neighbourhoods
// returns  id, scope, state, severity, value, message, hint, others
// replan skip
UNWIND $scopes AS scope
MATCH (f:Finding {scope: scope})
USING INDEX SEEK f:Finding(scope)
RETURN f.id AS id, scope, f.state AS state, f.severity AS severity, f.value AS value, f.message AS message, f.hint AS hint,
       f.others AS others
