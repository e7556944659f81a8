// Flows of records that stand no longer say from when to when they were known, as those drawn since do.
MATCH (c:CTE)-[f:FLOWS_TO]-(:Stock)
WHERE c.superseded_at < 9223372036854775807 AND f.known_until IS NULL
SET f.known_from = c.recorded_at, f.known_until = c.superseded_at, f.recorded_at = null, f.superseded_at = null
