// Say that the attempt is alive.
// param id      string    job id
// param token   string    secret of the attempt
// param now     integer   epoch ms
// returns id    no row where the attempt no longer owns the job
MATCH (j:Job {id: $id})
SET j.lock = 0
WITH j
WHERE j.status = 'processing' AND j.token = $token
SET j.heartbeat_at = $now
RETURN j.id AS id
