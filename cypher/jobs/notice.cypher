// Note that an export has been told of as overdue, unless it has been delivered or told of meanwhile.
// param id      string   job id
// param hours   integer  the mark it has passed
// returns id    of the job; no row where there is nothing to tell
MATCH (j:ExportJob {id: $id})
SET j.lock = 0
WITH j
WHERE j.status <> 'delivered' AND coalesce(j.noticed, 0) < $hours
SET j.noticed = $hours
RETURN j.id AS id
