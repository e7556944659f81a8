// Close an organization: none of its credentials works any more.
// param organization  integer  organization number
// param at            integer  epoch ms
MATCH (o:Organization {no: $organization})
SET o.active = false, o.closed_at = $at
