// Standing records that give clues.
// param clues list<string> clue keys
// returns  no, key, recorded_by, record, lot, drawn, superseded_at   one row a record
// replan skip
UNWIND $clues AS key
MATCH (given:Clue {key: key})<-[:GIVES]-(c)
USING INDEX SEEK given:Clue(key)
WHERE c.superseded_at = 9223372036854775807
RETURN DISTINCT c.no AS no, c.key AS key, c.recorded_by AS recorded_by, c.record AS record, c.lot AS lot, c.drawn AS drawn,
       c.superseded_at AS superseded_at
