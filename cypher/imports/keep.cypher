// Keep an import that was done at once, in the transaction that captured it. Of the same run asked for twice at once
// the first counts.
// param id          string    import id
// param properties  map       all of it but its state
// param now         integer   epoch ms
// returns node, counts   map of the node's properties, and whether this run is it; no row where a worker has it
MERGE (i:Import {id: $id})
ON CREATE SET i:Job, i.work = 'import', i.status = 'completed', i.requested_at = $now, i.started_at = $now
SET i.lock = 0
WITH i, coalesce(i.runs, 0) < $properties.runs AS counts
WHERE NOT i.status IN ['pending', 'processing']
MATCH (l:Ledger {name: 'ledger'})
FOREACH (x IN CASE WHEN counts THEN [i] ELSE [] END |
  SET x += $properties, x.status = 'completed', x.ended_at = $now, x.error = null, x.attempts = 1,
    x.revision = l.revision
)
RETURN i {.*} AS node, counts
