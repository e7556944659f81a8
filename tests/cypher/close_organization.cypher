// An organization acts no longer.
// param organization integer organization number
MATCH (o:Organization {no: $organization})
SET o.active = false
