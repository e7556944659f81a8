// Records by the lot code source they state.
CREATE INDEX cte_source IF NOT EXISTS FOR (c:CTE) ON (c.source)
