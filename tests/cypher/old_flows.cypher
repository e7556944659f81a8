// Let flows say when they were known as those of the first graphs did.
// param base integer records above this number
MATCH (c:CTE)-[f:FLOWS_TO]-()
WHERE c.no > $base
SET f.recorded_at = c.recorded_at, f.superseded_at = c.superseded_at, f.known_from = null, f.known_until = null
