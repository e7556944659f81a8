// What organizations can see has changed: recorders, the parties they name, and those they share with.
// param recorders list<integer> organization numbers
// param parties   list<integer> organization numbers
MATCH (o:Organization)
WHERE o.no IN $recorders OR o.no IN $parties
   OR EXISTS { MATCH (giver:Organization)-[:SHARES_WITH]->(o) WHERE giver.no IN $recorders }
SET o.trace_revision = coalesce(o.trace_revision, 0) + 1
