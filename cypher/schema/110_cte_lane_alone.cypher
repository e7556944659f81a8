// Movements and agreements by lane alone; the index that orders them by kind and day holds none without a day.
CREATE INDEX cte_lane_alone IF NOT EXISTS FOR (c:CTE) ON (c.lane)
