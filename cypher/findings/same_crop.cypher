// Standing harvesting and packing records that give the clue of a crop.
// param clues list<string> clue keys
// returns  clue, records   numbers
// replan skip
UNWIND $clues AS clue
MATCH (given:Clue {key: clue})<-[:GIVES]-(c)
USING INDEX SEEK given:Clue(key)
WHERE c.superseded_at = 9223372036854775807
RETURN clue, collect(DISTINCT c.no) AS records
