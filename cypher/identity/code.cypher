// The authorization code of one SHA-256, if it was issued to this client.
// param sha256  string  hex digest of the raw code
// param client  string  public id
// returns       sha256, family, user, redirect_uri, scope, code_challenge, expires_at, used_at
MATCH (:OAuthClient {id: $client})<-[:ISSUED_TO]-(k:OAuthCode {sha256: $sha256})-[:ACTS_AS]->(u:User)
RETURN k.sha256 AS sha256, k.family AS family, u.id AS user, k.redirect_uri AS redirect_uri, k.scope AS scope,
       k.code_challenge AS code_challenge, k.expires_at AS expires_at, k.used_at AS used_at
