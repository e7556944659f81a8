// When the flows of some records say they were known.
// param base integer records above this number
// returns cte, recorded_at, known_from, known_until, superseded_at
MATCH (c:CTE)-[f:FLOWS_TO]-()
WHERE c.no > $base
RETURN c.no AS cte, f.recorded_at AS recorded_at, f.known_from AS known_from, f.known_until AS known_until,
       f.superseded_at AS superseded_at
ORDER BY cte, known_from
