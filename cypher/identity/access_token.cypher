// Whom a good access token stands for: its client, its user and the user's role in the client's organization.
// param sha256  string   hex digest of the raw token
// param at      integer  epoch ms
// returns       scope, client_id, client_role, organization, user_id, member_role
MATCH (t:OAuthToken {sha256: $sha256, use: 'access'})-[:ISSUED_TO]->(c:OAuthClient {active: true})
      -[:OF]->(o:Organization {active: true})
WHERE t.revoked_at IS NULL AND t.expires_at > $at
OPTIONAL MATCH (t)-[:ACTS_AS]->(u:User)
OPTIONAL MATCH (u)-[m:MEMBER_OF]->(o)
RETURN t.scope AS scope, c.id AS client_id, c.role AS client_role, o {.no, .id, .name} AS organization,
       u.id AS user_id, CASE WHEN u.active THEN m.role END AS member_role
