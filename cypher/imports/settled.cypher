// Whether all that captures touched up to one of them has been judged between records.
// param revision  integer   number of the capture
// returns settled
RETURN NOT EXISTS { MATCH (m:Unsettled) WHERE m.revision <= $revision } AS settled
