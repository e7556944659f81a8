// Note a request for records, open.
// param properties  map      of the new node
// param now         integer  epoch ms
// returns           request  map of the node's properties
CREATE (r:RecordsRequest)
SET r = $properties, r.status = 'open', r.created_at = $now, r.attempts = 0, r.lock = 0
RETURN r {.*} AS request
