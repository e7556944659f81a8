// End an import well. The one owner of the attempt's token can do it, once.
// param id          string    import id
// param token       string    secret of the attempt
// param now         integer   epoch ms
// returns node      map of the node's properties; no row where the attempt does not own the import
MATCH (i:Import {id: $id})
SET i.lock = 0
WITH i
WHERE i.status = 'processing' AND i.token = $token
SET i.status = 'completed', i.rows_total = i.read, i.ended_at = $now, i.heartbeat_at = null
RETURN i {.*} AS node
