// Invitations of an organization, newest first.
// param organization  integer  organization number
// returns             id, organization, email, role, created_at, expires_at, accepted_at, withdrawn_at
MATCH (i:Invitation)-[:TO]->(o:Organization {no: $organization})
RETURN i.id AS id, o {.no, .id, .name} AS organization, i.email AS email, i.role AS role, i.created_at AS created_at,
       i.expires_at AS expires_at, i.accepted_at AS accepted_at, i.withdrawn_at AS withdrawn_at
ORDER BY created_at DESC, id
