// End a job badly.
// param id      string    job id
// param token   string    secret of the attempt
// param now     integer   epoch ms
// param error   string    what the caller is told
// returns job   map of the node's properties; no row where the attempt does not own the job
MATCH (j:Job {id: $id})
SET j.lock = 0
WITH j
WHERE j.status = 'processing' AND j.token = $token
SET j.status = 'failed', j.failed_at = $now, j.error = $error, j.live_key = null, j.heartbeat_at = null
RETURN j {.*} AS job
