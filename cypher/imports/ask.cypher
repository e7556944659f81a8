// Ask for an import that a worker shall do: a new one, or one that has ended and is begun or taken up again.
// param id          string    import id
// param properties  map       all but its state
// param status      string    the state it must be in to be asked for again; null where it must be new
// param now         integer   epoch ms
// returns node, asked   map of the node's properties, and whether this call asked for it
MERGE (i:Import {id: $id})
ON CREATE SET i:Job, i.work = 'import', i.fresh = true
SET i.lock = 0
WITH i, coalesce(i.fresh, false) OR i.status = $status AS asked
FOREACH (x IN CASE WHEN asked THEN [i] ELSE [] END |
  SET x += $properties, x.status = 'pending', x.enqueued_at = $now, x.attempts = 0, x.fresh = null, x.token = null,
    x.error = null, x.failed_at = null, x.ended_at = null, x.requested_at = coalesce(x.requested_at, $now)
)
RETURN i {.*} AS node, asked
