// Note that a caller has been told of a failure.
// param id      string    job id
// param now     integer   epoch ms
// returns job   map of the node's properties; no row where it was told before
MATCH (j:ExportJob {id: $id})
SET j.lock = 0
WITH j
WHERE j.status = 'failed' AND j.reported_at IS NULL
SET j.reported_at = $now
RETURN j {.*} AS job
