// Erase the flows of records that are about to be drawn again.
// param records list<integer> record numbers
// returns  stocks   numbers of the stocks they touched
// replan skip
UNWIND $records AS no
MATCH (given:CTE {no: no})-[f:FLOWS_TO]-(s)
USING INDEX SEEK given:CTE(no)
WITH f, s.no AS stock
DELETE f
RETURN collect(DISTINCT stock) AS stocks
