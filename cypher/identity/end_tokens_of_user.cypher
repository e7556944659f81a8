// Revoke the bearer tokens of a user.
// param user  string   public id
// param at    integer  epoch ms
MATCH (t:OAuthToken)-[:ACTS_AS]->(:User {id: $user})
WHERE t.revoked_at IS NULL
SET t.revoked_at = $at
