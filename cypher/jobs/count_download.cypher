// Count one download of a delivered file.
// param id      string   job id
// returns job   map of the node's properties; no row where the job is not delivered
MATCH (j:ExportJob {id: $id})
SET j.lock = 0
WITH j
WHERE j.status = 'delivered'
SET j.download_count = j.download_count + 1
RETURN j {.*} AS job
