// Find CTE by natural_key.
CREATE INDEX cte_natural_key IF NOT EXISTS FOR (n:CTE) ON (n.natural_key)
