// An authorization code that a user lets a client have, known by its SHA-256.
// param sha256          string       hex digest of the raw code
// param client          string       public id
// param user            string       public id
// param redirect_uri    string|null  as it was asked for
// param scope           string       scopes, by blanks
// param code_challenge  string       of the method S256
// param family          string       of the tokens to come
// param at              integer      epoch ms
// param expires_at      integer      epoch ms
MATCH (c:OAuthClient {id: $client}), (u:User {id: $user})
CREATE (k:OAuthCode {sha256: $sha256, redirect_uri: $redirect_uri, scope: $scope, code_challenge: $code_challenge,
                     family: $family, created_at: $at, expires_at: $expires_at})-[:ISSUED_TO]->(c)
CREATE (k)-[:ACTS_AS]->(u)
