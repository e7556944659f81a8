// Tokens issued to a client, for a user or for itself, each known by its SHA-256.
// param client  string       public id
// param user    string|null  public id
// param family  string       of all tokens that come from one consent
// param at      integer      epoch ms
// param tokens  list<map>    {sha256, use: access or refresh, scope, expires_at}
MATCH (c:OAuthClient {id: $client})
OPTIONAL MATCH (u:User {id: $user})
UNWIND $tokens AS token
CREATE (t:OAuthToken {sha256: token.sha256, use: token.use, scope: token.scope, family: $family, issued_at: $at,
                      expires_at: token.expires_at})-[:ISSUED_TO]->(c)
FOREACH (user IN CASE WHEN u IS NULL THEN [] ELSE [u] END | CREATE (t)-[:ACTS_AS]->(user))
