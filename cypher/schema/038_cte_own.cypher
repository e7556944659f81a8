// Records by the place of their own event.
CREATE INDEX cte_own IF NOT EXISTS FOR (c:CTE) ON (c.own)
