// The invitation of one SHA-256, while its organization is active.
// param sha256  string  hex digest of the raw token
// returns       id, organization, email, role, created_at, expires_at, accepted_at, withdrawn_at
MATCH (i:Invitation {sha256: $sha256})-[:TO]->(o:Organization {active: true})
RETURN i.id AS id, o {.no, .id, .name} AS organization, i.email AS email, i.role AS role, i.created_at AS created_at,
       i.expires_at AS expires_at, i.accepted_at AS accepted_at, i.withdrawn_at AS withdrawn_at
