// Find CTE by supersedes.
CREATE INDEX cte_supersedes IF NOT EXISTS FOR (n:CTE) ON (n.supersedes)
