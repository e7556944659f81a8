// A document that brought records; a large one comes part by part, and its counts grow with each.
// param id          string   capture id
// param properties  map      sha256, recorded_by, recorded_at, revision, kind, name, size
// param counts      map      created, duplicates, quarantined: of this part
// param first       integer  position of the part's first event
// param part        string   S3 key of what the part was sent as; null where the document itself says so
// replan skip
MERGE (d:Capture {id: $id})
ON CREATE SET d += $properties, d += $counts, d.firsts = [$first], d.parts = CASE WHEN $part IS NULL THEN null ELSE [$part] END
WITH d
WHERE NOT $first IN d.firsts
SET d.firsts = d.firsts + $first, d.parts = d.parts + $part, d.created = d.created + $counts.created,
  d.duplicates = d.duplicates + $counts.duplicates, d.quarantined = d.quarantined + $counts.quarantined
