// Lock the memberships of an organization for the rest of the transaction.
// param organization  integer  organization number
MATCH (o:Organization {no: $organization})
SET o.members_revision = coalesce(o.members_revision, 0) + 1
