// End a job well. The one owner of the attempt's token can do it, once.
// param id         string    job id
// param token      string    secret of the attempt
// param now        integer   epoch ms
// param artifact   string    S3 key of the file
// param sha256     string    of the file
// param size       integer   bytes
// param rows       integer   lines of the workbook
// param records    integer   events in it
// param filename   string    name offered to the browser
// param revision   integer   the organization's trace_revision that the file reflects
// returns job      map of the node's properties; no row where the attempt does not own the job
MATCH (j:ExportJob {id: $id})
SET j.lock = 0
WITH j
WHERE j.status = 'processing' AND j.token = $token
SET j.status = 'delivered', j.delivered_at = $now, j.artifact = $artifact, j.sha256 = $sha256, j.size = $size,
  j.rows = $rows, j.records = $records, j.filename = $filename, j.revision = $revision,
  j.live_key = null, j.heartbeat_at = null, j.staged = null, j.fault = null
RETURN j {.*} AS job
