// Find Grant by the organization it is offered to.
CREATE INDEX grant_grantee_id IF NOT EXISTS FOR (n:Grant) ON (n.grantee_id)
