// Jobs that may need a message: pending for a while, due for another attempt, or silent.
// param asked_before   integer   epoch ms; a pending job whose message is younger is left alone
// param lost_before    integer   epoch ms; an older heartbeat is lost
// param now            integer   epoch ms
// param limit          integer   most jobs at once
// returns id, work     its kind
MATCH (j:Job)
WHERE (j.status = 'pending' AND j.enqueued_at < $asked_before)
   OR (j.status = 'processing' AND j.enqueued_at < $asked_before
       AND (j.heartbeat_at < $lost_before OR j.retry_at <= $now))
RETURN j.id AS id, j.work AS work
ORDER BY j.requested_at, id
LIMIT $limit
