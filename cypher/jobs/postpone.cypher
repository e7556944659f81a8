// Give an attempt up and set the time of the next; the job stays processing.
// param id         string    job id
// param token      string    secret of the attempt
// param retry_at   integer   epoch ms
// param fault      string    what stood in the way, for operators
// returns id       no row where the attempt no longer owns the job
MATCH (j:Job {id: $id})
SET j.lock = 0
WITH j
WHERE j.status = 'processing' AND j.token = $token
SET j.retry_at = $retry_at, j.fault = $fault, j.token = null, j.heartbeat_at = null
RETURN j.id AS id
