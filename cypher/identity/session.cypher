// The session of one SHA-256 with its user and the organization it acts for: the chosen one, else the first joined.
// param sha256  string  hex digest of the raw cookie
// returns       opened_at, seen_at, user_id, email, user_active, member_role, no, organization_id, organization_name
MATCH (s:Session {sha256: $sha256})-[:OF]->(u:User)
OPTIONAL MATCH (u)-[m:MEMBER_OF]->(o:Organization {active: true})
WITH s, u, m, o
ORDER BY CASE WHEN o.id = s.organization THEN 0 ELSE 1 END, m.joined_at, o.no
LIMIT 1
RETURN s.opened_at AS opened_at, s.seen_at AS seen_at, u.id AS user_id, u.email AS email, u.active AS user_active,
       m.role AS member_role, o.no AS no, o.id AS organization_id, o.name AS organization_name
