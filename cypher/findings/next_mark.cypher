// Take one mark of what is to be judged: of one capture, or the oldest.
// param revision integer  number of the capture, null for any
// returns  records, lots, places, revision, more   more: whether other marks of that capture wait
// replan skip
MATCH (m:Unsettled)
WHERE $revision IS NULL OR m.revision = $revision
WITH m ORDER BY m.revision LIMIT 1
WITH m, m.records AS records, m.lots AS lots, m.places AS places, m.revision AS revision,
     COUNT { (:Unsettled {revision: m.revision}) } > 1 AS more
DELETE m
RETURN records, lots, places, revision, more
