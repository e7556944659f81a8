// One job of any kind by its id.
// param id      string   job id
// returns job   map of the node's properties; `work` says what kind it is
MATCH (j:Job {id: $id})
RETURN j {.*} AS job
