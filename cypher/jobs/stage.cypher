// Note a file before it is put on S3, so that a later attempt can remove it.
// param id         string    job id
// param token      string    secret of the attempt
// param now        integer   epoch ms
// param artifact   string    S3 key
// returns id       no row where the attempt no longer owns the job
MATCH (j:ExportJob {id: $id})
SET j.lock = 0
WITH j
WHERE j.status = 'processing' AND j.token = $token
SET j.staged = [k IN j.staged WHERE k <> $artifact] + $artifact, j.heartbeat_at = $now
RETURN j.id AS id
