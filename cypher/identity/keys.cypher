// Keys of an organization, newest first.
// param organization  integer  organization number
// returns             id, organization, role, name, hint, created_at, expires_at, last_used, is_active
MATCH (k:ApiKey)-[:OF]->(o:Organization {no: $organization})
RETURN k.id AS id, o.no AS organization, k.role AS role, k.name AS name, k.hint AS hint,
       k.created_at AS created_at, k.expires_at AS expires_at, k.last_used AS last_used, k.is_active AS is_active
ORDER BY created_at DESC, id
