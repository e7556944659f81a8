// Mark records that are of no critical tracking event.
// param records list<integer> record numbers
// replan skip
UNWIND $records AS no
MATCH (c:CTE {no: no})
USING INDEX SEEK c:CTE(no)
SET c:OtherRecord
