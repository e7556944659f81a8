// Records stand no longer: they and their flows get the moment until which they were known.
// param rows list<map> {no, at, by}; by is the number of the record that supersedes it, or null for a void
// returns  clues, parties   what the records gave evidence for; the organizations they name, a list a record
// replan skip
UNWIND $rows AS row
MATCH (c:CTE {no: row.no})
USING INDEX SEEK c:CTE(no)
WHERE c.superseded_at = 9223372036854775807
SET c.superseded_at = row.at, c.superseded_by = row.by
WITH c
OPTIONAL MATCH (c)-[f:FLOWS_TO]-()
SET f.known_from = c.recorded_at, f.superseded_at = c.superseded_at, f.recorded_at = null
WITH DISTINCT c
OPTIONAL MATCH (c)-[:GIVES]->(k)
RETURN collect(DISTINCT k.key) AS clues, collect(DISTINCT c.counterparties) AS parties
