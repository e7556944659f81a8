// One page of what an organization has quarantined, and how much there is.
// param recorder   integer   organization number
// param state      string    open, resolved, replaced or discarded; or null for all
// param rule       string    a rule that forbade it; or null for all
// param cte_type   string    or null for all
// param event_id   string    as its sender gave it; or null for all
// param import_id  string    or null for all
// param capture_id string    or null for all
// param since      integer   epoch ms, included; or null
// param before     integer   epoch ms, excluded; or null
// param order_by   string    property to sort by
// param descending boolean  largest first
// param skip       integer   to leave out
// param limit      integer   to return
// returns total, nodes       a number and a list of maps: the nodes' properties, capture_id and sha256
MATCH (q:Quarantined {recorded_by: $recorder})
WHERE ($state IS NULL OR coalesce(q.state, 'open') = $state)
  AND ($rule IS NULL OR $rule IN q.rules)
  AND ($cte_type IS NULL OR q.cte_type = $cte_type)
  AND ($event_id IS NULL OR q.event_id = $event_id)
  AND ($import_id IS NULL OR q.import_id = $import_id)
  AND ($since IS NULL OR q.recorded_at >= $since)
  AND ($before IS NULL OR q.recorded_at < $before)
  AND ($capture_id IS NULL OR EXISTS { MATCH (:Capture {id: $capture_id})-[:STATES]->(q) })
WITH q
ORDER BY CASE WHEN $descending THEN null ELSE q[$order_by] END,
  CASE WHEN $descending THEN q[$order_by] ELSE null END DESC, q.position, q.id
WITH collect(q) AS found
CALL (found) {
  UNWIND found[$skip..($skip + $limit)] AS q
  MATCH (d:Capture)-[:STATES]->(q)
  WITH q, d ORDER BY d.recorded_at
  WITH q, collect(d)[0] AS d
  RETURN collect(q {.*, capture_id: d.id, sha256: d.sha256}) AS nodes
}
RETURN size(found) AS total, nodes
