// What organizations can see has changed: recorders, the parties they name, and those they share with.
// param recorders list<integer> organization numbers
// param parties   list<integer> organization numbers
// replan skip
CALL () {
  UNWIND $recorders + $parties AS no
  MATCH (o:Organization {no: no})
  USING INDEX SEEK o:Organization(no)
  RETURN o
  UNION
  UNWIND $recorders AS no
  MATCH (given:Organization {no: no})-[:SHARES_WITH]->(o:Organization)
  USING INDEX SEEK given:Organization(no)
  RETURN o
}
SET o.trace_revision = coalesce(o.trace_revision, 0) + 1
