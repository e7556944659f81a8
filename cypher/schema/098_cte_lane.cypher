// Movements by lane, kind and day.
CREATE INDEX cte_lane IF NOT EXISTS FOR (c:CTE) ON (c.lane, c.cte_type, c.on)
