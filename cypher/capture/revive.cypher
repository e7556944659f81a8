// Records stand again: what corrected them stands in a ring of corrections with them.
// param records list<integer> record numbers
// returns  clues, parties   what the records give evidence for; the organizations they name, a list a record
// replan skip
UNWIND $records AS no
MATCH (c:CTE {no: no})
USING INDEX SEEK c:CTE(no)
SET c.superseded_at = 9223372036854775807, c.superseded_by = null
WITH c
OPTIONAL MATCH (c)-[f:FLOWS_TO]-()
SET f.recorded_at = c.recorded_at, f.known_from = null, f.superseded_at = null
WITH DISTINCT c
OPTIONAL MATCH (c)-[:GIVES]->(k)
RETURN collect(DISTINCT k.key) AS clues, collect(DISTINCT c.counterparties) AS parties
