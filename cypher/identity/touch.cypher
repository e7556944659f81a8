// What these organizations may see has changed.
// param organizations  list<integer>  organization numbers
UNWIND $organizations AS no
WITH DISTINCT no ORDER BY no
MATCH (o:Organization {no: no})
SET o.trace_revision = o.trace_revision + 1
