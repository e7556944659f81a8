// The token of one SHA-256, whatever has become of it.
// param sha256  string  hex digest of the raw token
// returns       sha256, use, family, client, user, scope, issued_at, expires_at, used_at, revoked_at
MATCH (t:OAuthToken {sha256: $sha256})-[:ISSUED_TO]->(c:OAuthClient)
OPTIONAL MATCH (t)-[:ACTS_AS]->(u:User)
RETURN t.sha256 AS sha256, t.use AS use, t.family AS family, c.id AS client, u.id AS user, t.scope AS scope,
       t.issued_at AS issued_at, t.expires_at AS expires_at, t.used_at AS used_at, t.revoked_at AS revoked_at
