// One page of the documents an organization sent, and how many there are.
// param recorder   integer   organization number
// param sha256     string    or null for all
// param since      integer   epoch ms, included; or null
// param before     integer   epoch ms, excluded; or null
// param descending boolean   whether the last comes first
// param skip       integer   documents to leave out
// param limit      integer   documents to return
// returns total, nodes       a number and a list of maps of the nodes' properties
MATCH (d:Capture {recorded_by: $recorder})
WHERE ($sha256 IS NULL OR d.sha256 = $sha256)
  AND ($since IS NULL OR d.recorded_at >= $since)
  AND ($before IS NULL OR d.recorded_at < $before)
WITH d
ORDER BY CASE WHEN $descending THEN -1 ELSE 1 END * d.recorded_at, d.id
WITH collect(d) AS found
RETURN size(found) AS total,
       [d IN found[$skip..($skip + $limit)] |
         d {.id, .sha256, .kind, .size, .recorded_at, .created, .duplicates, .quarantined}] AS nodes
