// The newest export job of one organization, lot, direction and format.
// param key   string   what makes two requests the same
// returns job          map of the node's properties
MATCH (j:ExportJob {key: $key})
RETURN j {.*} AS job
ORDER BY j.ordinal DESC
LIMIT 1
