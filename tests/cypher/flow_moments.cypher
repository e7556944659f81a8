// When the flows of a record say it was known.
// param record string record id
// returns recorded_at, known_from, superseded_at
MATCH (c:CTE {id: $record})-[f:FLOWS_TO]-()
RETURN f.recorded_at AS recorded_at, f.known_from AS known_from, f.superseded_at AS superseded_at
