// One settlement at a time.
MERGE (s:Settler {name: 'settler'})
SET s.settled = coalesce(s.settled, 0) + 1
