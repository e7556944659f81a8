// Forget the clues of records whose places changed.
// param records list<integer> record numbers
// replan skip
UNWIND $records AS no
MATCH (c:CTE {no: no})-[r:GIVES|DEPENDS_ON]->()
USING INDEX SEEK c:CTE(no)
DELETE r
