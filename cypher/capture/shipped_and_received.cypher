// What both sides of the movements touched by records say of the same lot between the same two places.
// param records list<integer> record numbers
// returns  event_id, position, cte_type, other_events, unit, own, others   sums of quantity of each side
UNWIND $records AS no
MATCH (c:CTE {no: no})
WHERE c.cte_type IN ['shipping', 'receiving'] AND c.superseded_at = 9223372036854775807
MATCH (from:Stock)-[:FLOWS_TO]->(c)-[:FLOWS_TO]->(to:Stock)
MATCH (from)-[f:FLOWS_TO]->(e:CTE)-[:FLOWS_TO]->(to)
WHERE e.cte_type IN ['shipping', 'receiving'] AND e.superseded_at = 9223372036854775807 AND f.unit IS NOT NULL
WITH c, f.unit AS unit,
     sum(CASE WHEN e.cte_type = c.cte_type THEN f.quantity ELSE 0 END) AS own,
     sum(CASE WHEN e.cte_type <> c.cte_type THEN f.quantity ELSE 0 END) AS others,
     collect(CASE WHEN e.cte_type <> c.cte_type THEN e.event_id END) AS other_events
WHERE size(other_events) > 0 AND own <> others
RETURN c.event_id AS event_id, c.position AS position, c.cte_type AS cte_type, other_events, unit, own, others
