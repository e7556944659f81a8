// Open export jobs that have passed a mark they were not told of yet, oldest first.
// param marks   list<integer>  epoch ms: whoever was first requested then or earlier has passed the mark
// param hours   list<integer>  what each mark stands for, ascending
// param limit   integer        most jobs at once
// returns       job, hours: map of the node's properties, and the furthest mark
MATCH (j:ExportJob)
WHERE j.status IN ['pending', 'processing', 'failed'] AND j.answered_at IS NULL
  AND j.first_requested_at <= $marks[0]
  AND NOT EXISTS { MATCH (later:ExportJob {key: j.key}) WHERE later.chain = j.chain AND later.ordinal > j.ordinal }
WITH j, last([i IN range(0, size($marks) - 1) WHERE j.first_requested_at <= $marks[i] | $hours[i]]) AS hours
WHERE coalesce(j.noticed, 0) < hours
RETURN j {.*} AS job, hours
ORDER BY j.first_requested_at, j.id
LIMIT $limit
