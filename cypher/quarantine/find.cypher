// What one organization has quarantined under an id.
// param id         string    id
// param recorder   integer   organization number
// returns node     map: the node's properties, capture_id, sha256, firsts and parts of its document
MATCH (d:Capture)-[:STATES]->(q:Quarantined {id: $id})
WHERE q.recorded_by = $recorder
RETURN q {.*, capture_id: d.id, sha256: d.sha256, firsts: d.firsts, parts: d.parts} AS node
ORDER BY d.recorded_at
LIMIT 1
