// The key of one SHA-256 and its organization.
// param sha256  string  hex digest of the raw key
// returns       id, role, key_active, expires_at, last_used, no, organization_id, organization_name, organization_active
MATCH (k:ApiKey {sha256: $sha256})-[:OF]->(o:Organization)
RETURN k.id AS id, k.role AS role, k.is_active AS key_active, k.expires_at AS expires_at, k.last_used AS last_used,
       o.no AS no, o.id AS organization_id, o.name AS organization_name, o.active AS organization_active
