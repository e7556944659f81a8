// One settlement at a time.
// replan skip
MERGE (s:Settler {name: 'settler'})
SET s.settled = coalesce(s.settled, 0) + 1
