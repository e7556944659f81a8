// Keys of an organization, newest first.
// param organization  integer  organization number
// returns             id, organization, user_id, prefix, role, name, description, metadata, hint, per_minute, per_day, created_at, expires_at, last_used, is_active
MATCH (k:ApiKey)-[:OF]->(o:Organization {no: $organization})
OPTIONAL MATCH (k)-[:ACTS_AS]->(u:User)
RETURN k.id AS id, o.no AS organization, u.id AS user_id, coalesce(k.prefix, 'csb') AS prefix, k.role AS role,
       k.name AS name, coalesce(k.description, '') AS description, k.metadata AS metadata, k.hint AS hint,
       coalesce(k.per_minute, 0) AS per_minute, coalesce(k.per_day, 0) AS per_day, k.created_at AS created_at,
       k.expires_at AS expires_at, k.last_used AS last_used, k.is_active AS is_active
ORDER BY created_at DESC, id
