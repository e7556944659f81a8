// What organizations can see has changed: recorders, the parties they name, and those they share with.
// param recorders list<integer> organization numbers
// param parties   list<integer> organization numbers
// replan skip
CALL () {
  UNWIND $recorders + $parties AS no
  MATCH (o:Organization {no: no})
  RETURN o
  UNION
  UNWIND $recorders AS no
  MATCH (:Organization {no: no})-[:SHARES_WITH]->(o:Organization)
  RETURN o
}
SET o.trace_revision = coalesce(o.trace_revision, 0) + 1
