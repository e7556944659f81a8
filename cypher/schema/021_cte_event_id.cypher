// Find CTE by event_id.
CREATE INDEX cte_event_id IF NOT EXISTS FOR (n:CTE) ON (n.event_id)
