// Make a pending job, unless its live key already has one: the uniqueness of live_key lets one request win.
// param live_key     string    organization, lot, direction and format
// param properties   map       the new job's other properties
// param now          integer   epoch ms
// returns job        map of the node's properties, of the job that is live now
MERGE (j:ExportJob {live_key: $live_key})
ON CREATE SET j:Job, j += $properties, j.work = 'export', j.key = $live_key, j.status = 'pending',
  j.requested_at = $now, j.enqueued_at = $now, j.attempts = 0, j.download_count = 0, j.lock = 0, j.staged = []
RETURN j {.*} AS job
