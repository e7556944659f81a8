// End an import that its sender no longer wants; the part being written, if any, is not kept.
// param id          string    import id
// param now         integer   epoch ms
// returns node      map of the node's properties; no row where it has ended
MATCH (i:Import {id: $id})
SET i.lock = 0
WITH i
WHERE i.status IN ['pending', 'processing']
SET i.status = 'cancelled', i.ended_at = $now, i.heartbeat_at = null, i.token = null, i.retry_at = null
RETURN i {.*} AS node
