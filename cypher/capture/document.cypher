// A document that brought records.
// param id          string   capture id
// param properties  map      sha256, recorded_by, recorded_at, revision, kind, name, size, counts
MERGE (d:Capture {id: $id})
ON CREATE SET d += $properties
