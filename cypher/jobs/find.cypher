// One job by its id.
// param id      string   job id
// returns job   map of the node's properties
MATCH (j:ExportJob {id: $id})
RETURN j {.*} AS job
