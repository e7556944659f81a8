// The key of one SHA-256 and its organization, with the role its user has there.
// param sha256  string  hex digest of the raw key
// returns       id, prefix, role, user_id, member_role, per_minute, per_day, key_active, expires_at, last_used, no, organization_id, organization_name, organization_active
MATCH (k:ApiKey {sha256: $sha256})-[:OF]->(o:Organization)
OPTIONAL MATCH (k)-[:ACTS_AS]->(u:User {active: true})-[m:MEMBER_OF]->(o)
RETURN k.id AS id, coalesce(k.prefix, 'csb') AS prefix, k.role AS role, u.id AS user_id, m.role AS member_role,
       coalesce(k.per_minute, 0) AS per_minute, coalesce(k.per_day, 0) AS per_day, k.is_active AS key_active,
       k.expires_at AS expires_at, k.last_used AS last_used, o.no AS no, o.id AS organization_id,
       o.name AS organization_name, o.active AS organization_active
