// Note on the failed jobs of a line of retries that a later one was delivered.
// param key     string    what makes two requests the same
// param chain   string    id of the first job of the line
// param now     integer   epoch ms
// returns id
MATCH (j:ExportJob {key: $key})
WHERE j.chain = $chain
SET j.lock = 0
WITH j
WHERE j.status = 'failed'
SET j.answered_at = $now
RETURN j.id AS id
