// Movements that agree in all but the lot.
CREATE INDEX cte_mate IF NOT EXISTS FOR (c:CTE) ON (c.mate)
