// Give a job to one worker: a pending one, one whose next attempt is due, or one whose heartbeat is lost.
// param id            string    job id
// param token         string    secret of this attempt, asked for by every later step
// param worker        string    name of the worker
// param now           integer   epoch ms
// param lost_before   integer   epoch ms; an older heartbeat is lost
// param most          integer   attempts a job has
// returns job, exhausted   map of the node's properties, and whether its attempts were used up before this one;
// returns no row where the job is not to be had
MATCH (j:Job {id: $id})
SET j.lock = 0
WITH j
WHERE j.status = 'pending' OR (j.status = 'processing' AND (j.heartbeat_at < $lost_before OR j.retry_at <= $now))
WITH j, j.attempts >= $most AS exhausted
SET j.status = 'processing', j.token = $token, j.worker = $worker, j.started_at = coalesce(j.started_at, $now),
  j.heartbeat_at = $now, j.retry_at = null, j.attempts = j.attempts + CASE WHEN exhausted THEN 0 ELSE 1 END
RETURN j {.*} AS job, exhausted
