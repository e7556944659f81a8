// The clues records hang on so far.
// param records list<integer> record numbers
// returns  clues   keys
// replan skip
UNWIND $records AS no
MATCH (given:CTE {no: no})-[:GIVES|DEPENDS_ON]->(k)
USING INDEX SEEK given:CTE(no)
RETURN collect(DISTINCT k.key) AS clues
