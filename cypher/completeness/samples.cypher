// Some records.
// param records list<integer> record numbers
// returns record   JSON
UNWIND $records AS no
MATCH (c:CTE {no: no})
RETURN c.record AS record
