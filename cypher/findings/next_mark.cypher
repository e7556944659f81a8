// Take one mark of what is to be judged: of one capture, or the oldest.
// param revision integer  number of the capture, null for any
// returns  records, lots, places
MATCH (m:Unsettled)
WHERE $revision IS NULL OR m.revision = $revision
WITH m ORDER BY m.revision LIMIT 1
WITH m, m.records AS records, m.lots AS lots, m.places AS places, m.revision AS revision
DELETE m
RETURN records, lots, places, revision
