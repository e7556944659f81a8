// Take a job back from a worker whose process has died.
// param id         string    job id
// param worker     string    name of the worker that held it
// param retry_at   integer   epoch ms
// returns id       no row where the worker no longer holds the job
MATCH (j:Job {id: $id})
SET j.lock = 0
WITH j
WHERE j.status = 'processing' AND j.worker = $worker AND j.token IS NOT NULL
SET j.retry_at = $retry_at, j.token = null, j.heartbeat_at = null
RETURN j.id AS id
