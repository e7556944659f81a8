// Counter of changes to what an organization may see.
// param organization  integer  organization number
// returns             trace_revision
MATCH (o:Organization {no: $organization})
RETURN o.trace_revision AS trace_revision
