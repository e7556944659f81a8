// End the preparation of a request with its package. The one owner of the attempt's token can do it, once.
// param id          string   request id
// param token       string   secret of the attempt
// param now         integer  epoch ms
// param package     string   id of the new package
// param properties  map      of the new package
// returns           request  map of the node's properties; no row where the attempt does not own the request
MATCH (r:RecordsRequest {id: $id})
SET r.lock = 0
WITH r
WHERE r.status = 'processing' AND r.token = $token
CREATE (p:RecordsPackage)-[:FOR]->(r)
SET p = $properties, p.id = $package, p.prepared_at = $now,
  r.status = 'prepared', r.newest = $package, r.heartbeat_at = null, r.error = null
RETURN r {.*, package: p {.*}} AS request
